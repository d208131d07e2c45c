import { createRoute, useBlocker } from "@tanstack/react-router";
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Star } from "lucide-react";
import { HttpResponse, http } from "msw";
import { useEffect } from "react";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { currentWorkspace } from "@/api/client";
import { PageHeader } from "@/components/PageHeader";
import { rememberedWorkspace } from "@/lib/session";
import { problem, sessionOf, testServer } from "@/lib/testing/server";
import type { AllmaPlugin } from "@/plugins/types";
import { createAllmaApp } from "./createAllmaApp";

const server = testServer();

const things: AllmaPlugin = {
  id: "things",
  routes: (parent) => [
    createRoute({ getParentRoute: () => parent, path: "/", component: () => <PageHeader title="Start" /> }),
    createRoute({
      getParentRoute: () => parent,
      path: "/things",
      component: () => <PageHeader title="All things" />,
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/broken",
      component: () => {
        throw new Error("The thing fell over.");
      },
    }),
  ],
  nav: [
    { id: "things", label: "Things", to: "/things", icon: Star, order: 10 },
    { id: "secrets", label: "Secrets", to: "/secrets", icon: Star, order: 20, permission: "administer" },
  ],
  shortcuts: [{ group: "Things", keys: "Mod+J", label: "Juggle" }],
  commands: [
    {
      id: "things",
      items: () => [
        { id: "things.go", label: "Go to things", group: "Actions", run: (navigate) => navigate("/things") },
      ],
      search: async (query) => [
        {
          id: "found",
          label: `Thing called ${query}`,
          group: "Found",
          run: (navigate) => navigate("/things"),
        },
      ],
    },
  ],
};

let isUnsaved = true;

const unsaved: AllmaPlugin = {
  id: "unsaved",
  routes: (parent) => [
    createRoute({
      getParentRoute: () => parent,
      path: "/unsaved",
      component: function Unsaved() {
        useBlocker({ shouldBlockFn: () => isUnsaved, enableBeforeUnload: false });
        return <PageHeader title="Half a letter" />;
      },
    }),
  ],
};

let unmount: () => void;

function open(address: string, plugins: AllmaPlugin[] = [things]) {
  window.history.replaceState(null, "", address);
  const element = document.createElement("div");
  document.body.append(element);
  const app = createAllmaApp({ plugins });
  act(() => {
    unmount = app.mount(element);
  });
  return app;
}

function signedIn(session = sessionOf()) {
  // biome-ignore lint/suspicious/noDocumentCookie: as the server's Set-Cookie does
  document.cookie = "csrftoken=token; Path=/";
  server.use(http.get("*/api/v1/auth/session/", () => HttpResponse.json(session)));
}

beforeEach(() => localStorage.clear());
afterEach(() => {
  act(() => unmount());
  // biome-ignore lint/suspicious/noDocumentCookie: the next test begins signed out
  document.cookie = "csrftoken=; Max-Age=0; Path=/";
});

describe("signing in", () => {
  test("one who is not signed in is asked to, and comes back to the page that was wanted", async () => {
    const sent: unknown[] = [];
    server.use(
      http.post("*/api/v1/auth/login/", async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(sessionOf());
      }),
    );
    open("/things?tag=a,b");

    await userEvent.type(await screen.findByLabelText("Username"), "ada");
    await userEvent.type(screen.getByLabelText("Password"), "secret");
    await userEvent.click(screen.getByRole("button", { name: "Sign in" }));

    expect(await screen.findByRole("heading", { name: "All things" })).toBeVisible();
    expect(window.location.pathname + window.location.search).toBe("/things?tag=a,b");
    expect(sent).toEqual([{ username: "ada", password: "secret" }]);
  });

  test("one who signs in again comes back to the workspace the page is in", async () => {
    const workspace = (slug: string) => ({ id: slug, slug, name: slug, role: "admin" as const });
    const both = [workspace("default"), workspace("sales")];
    localStorage.setItem("allma.workspace", "sales");
    server.use(
      http.post("*/api/v1/auth/login/", () => HttpResponse.json(sessionOf(undefined, both))),
      http.get("*/api/v1/auth/session/", ({ request }) =>
        HttpResponse.json(
          sessionOf(undefined, request.headers.get("X-Workspace") === "sales" ? both.toReversed() : both),
        ),
      ),
    );
    open("/login?next=/things");
    await userEvent.type(await screen.findByLabelText("Username"), "ada");
    await userEvent.type(screen.getByLabelText("Password"), "secret");
    await userEvent.click(screen.getByRole("button", { name: "Sign in" }));

    expect(await screen.findByRole("heading", { name: "All things" })).toBeVisible();
    expect(screen.getByRole("button", { name: "Workspace: sales" })).toBeVisible();
    expect(localStorage.getItem("allma.workspace")).toBe("sales");
  });

  test("a wrong password is answered at the form, in the server's words", async () => {
    server.use(
      http.post("*/api/v1/auth/login/", () =>
        problem(401, { detail: "The user name or the password is wrong." }),
      ),
    );
    open("/login");

    await userEvent.type(await screen.findByLabelText("Username"), "ada");
    await userEvent.type(screen.getByLabelText("Password"), "nope");
    await userEvent.click(screen.getByRole("button", { name: "Sign in" }));

    expect(await screen.findByRole("alert")).toHaveTextContent("The user name or the password is wrong.");
  });

  test("empty fields are not sent", async () => {
    open("/login");
    await userEvent.click(await screen.findByRole("button", { name: "Sign in" }));
    expect(await screen.findAllByText("Fill this in.")).toHaveLength(2);
  });

  test("one who is signed in goes on from the sign-in page at once", async () => {
    signedIn();
    open("/login?next=/things");
    expect(await screen.findByRole("heading", { name: "All things" })).toBeVisible();
  });

  test("a session that ends leads to the sign-in page, which knows the way back", async () => {
    signedIn();
    const app = open("/things");
    await screen.findByRole("heading", { name: "All things" });
    server.use(http.get("*/api/v1/flows/tags/", () => problem(401)));

    const { api } = await import("@/api/client");
    await act(async () => {
      await api.GET("/api/v1/flows/tags/").catch(() => undefined);
    });

    expect(await screen.findByLabelText("Username")).toBeVisible();
    expect(app.router.state.location.search).toEqual({ next: "/things" });
  });

  test("signing out ends at the sign-in page", async () => {
    signedIn();
    let out = 0;
    server.use(
      http.post("*/api/v1/auth/logout/", () => {
        out += 1;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    open("/things");
    await userEvent.click(await screen.findByRole("button", { name: "Account of ada" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Sign out" }));

    expect(await screen.findByLabelText("Username")).toBeVisible();
    expect(out).toBe(1);
  });
});

describe("leaving a page with unsaved work", () => {
  const signOut = async () => {
    await userEvent.click(await screen.findByRole("button", { name: "Account of ada" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Sign out" }));
  };
  beforeEach(() => {
    isUnsaved = true;
    signedIn();
  });

  test("who stays there instead of signing out is still signed in, and so wherever one goes next", async () => {
    let out = 0;
    server.use(
      http.post("*/api/v1/auth/logout/", () => {
        out += 1;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const app = open("/unsaved", [things, unsaved]);
    await signOut();
    expect(screen.getByRole("heading", { name: "Half a letter" })).toBeVisible();
    isUnsaved = false;
    await act(() => app.router.navigate({ to: "/things" }));
    expect(await screen.findByRole("heading", { name: "All things" })).toBeVisible();
    expect(out).toBe(0);

    await signOut();
    expect(await screen.findByLabelText("Username")).toBeVisible();
    await waitFor(() => expect(app.router.state.location.state.leaving).toBeUndefined());
    expect([app.router.state.location.href, out]).toEqual(["/login", 1]);
    expect(screen.getByLabelText("Username")).toBeVisible();
  });

  test("who cannot be signed out comes back to the page, and reads why", async () => {
    isUnsaved = false;
    server.use(http.post("*/api/v1/auth/logout/", () => problem(503, { detail: "Try again in a minute." })));
    open("/unsaved", [things, unsaved]);
    await signOut();
    expect(await screen.findByText("Try again in a minute.")).toBeInTheDocument();
    expect(await screen.findByRole("heading", { name: "Half a letter" })).toBeVisible();
  });

  test("nobody is asked whose session has ended", async () => {
    const app = open("/unsaved", [things, unsaved]);
    await screen.findByRole("heading", { name: "Half a letter" });
    server.use(http.get("*/api/v1/flows/tags/", () => problem(401)));
    const { api } = await import("@/api/client");
    await act(async () => {
      await api.GET("/api/v1/flows/tags/").catch(() => undefined);
    });
    expect(await screen.findByLabelText("Username")).toBeVisible();
    expect(app.router.state.location.search).toEqual({ next: "/unsaved" });
  });
});

describe("the frame", () => {
  test("the navigation has what one may open, and marks where one is", async () => {
    signedIn(sessionOf(["read"]));
    open("/things");

    const nav = await screen.findByRole("navigation", { name: "Main navigation" });
    expect(within(nav).getByRole("link", { name: "Things" })).toHaveAttribute("aria-current", "page");
    expect(within(nav).queryByRole("link", { name: "Secrets" })).toBeNull();
  });

  test("collapsing the navigation lasts", async () => {
    signedIn();
    open("/things");
    await userEvent.click(await screen.findByRole("button", { name: "Collapse the navigation" }));

    expect(screen.getByRole("button", { name: "Expand the navigation" })).toHaveAttribute(
      "aria-expanded",
      "false",
    );
    expect(localStorage.getItem("allma.nav.collapsed")).toBe("1");
    await userEvent.click(screen.getByRole("button", { name: "Expand the navigation" }));
  });

  test("after a navigation the heading has the focus", async () => {
    signedIn();
    open("/");
    await screen.findByRole("heading", { name: "Start" });
    await userEvent.click(screen.getByRole("link", { name: "Things" }));

    const heading = await screen.findByRole("heading", { name: "All things" });
    await waitFor(() => expect(heading).toHaveFocus());
    expect(document.title).toBe("All things · Allma");
  });

  test("an address that leads nowhere says so inside the frame", async () => {
    signedIn();
    open("/nowhere");
    expect(await screen.findByText("There is nothing at this address")).toBeVisible();
    expect(screen.getByRole("navigation", { name: "Main navigation" })).toBeVisible();
  });

  test("a page that fails says what happened and leaves the frame in place", async () => {
    signedIn();
    open("/broken");
    expect(await screen.findByText("The thing fell over.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Reload the page" })).toBeVisible();
    expect(screen.getByRole("navigation", { name: "Main navigation" })).toBeVisible();
  });

  test("a workspace that is gone is left for the default one", async () => {
    // biome-ignore lint/suspicious/noDocumentCookie: as the server's Set-Cookie does
    document.cookie = "csrftoken=token; Path=/";
    localStorage.setItem("allma.workspace", "gone");
    const asked: (string | null)[] = [];
    server.use(
      http.get("*/api/v1/auth/session/", ({ request }) => {
        const slug = request.headers.get("X-Workspace");
        asked.push(slug);
        return slug ? problem(404) : HttpResponse.json(sessionOf());
      }),
    );
    open("/things");

    expect(await screen.findByRole("heading", { name: "All things" })).toBeVisible();
    expect(asked).toEqual(["gone", null]);
    expect(localStorage.getItem("allma.workspace")).toBe("default");
  });
});

test("in another workspace the pages follow that one, and a reload of the tab stays there", async () => {
  const workspace = (slug: string) => ({ id: slug, slug, name: slug, role: "admin" as const });
  const both = [workspace("default"), workspace("sales")];
  // biome-ignore lint/suspicious/noDocumentCookie: as the server's Set-Cookie does
  document.cookie = "csrftoken=token; Path=/";
  server.use(
    http.get("*/api/v1/auth/session/", ({ request }) =>
      HttpResponse.json(
        sessionOf(undefined, request.headers.get("X-Workspace") === "sales" ? both.toReversed() : both),
      ),
    ),
  );
  const followed: (string | null)[] = [];
  const following: AllmaPlugin = {
    ...things,
    header: function Following() {
      useEffect(() => void followed.push(currentWorkspace()), []);
      return null;
    },
  };
  open("/things", [following]);
  await userEvent.click(await screen.findByRole("button", { name: "Workspace: default" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "sales" }));

  expect(await screen.findByRole("button", { name: "Workspace: sales" })).toBeVisible();
  expect(window.location.pathname).toBe("/");
  expect(new Set(followed)).toEqual(new Set(["default", "sales"]));
  localStorage.setItem("allma.workspace", "default"); // another tab
  expect(rememberedWorkspace()).toBe("sales");
});

describe("Ctrl-K and ?", () => {
  test("Ctrl-K finds pages, actions and what plugins find, and Enter goes there", async () => {
    signedIn();
    open("/");
    await screen.findByRole("heading", { name: "Start" });
    await userEvent.keyboard("{Control>}k{/Control}");
    const field = await screen.findByPlaceholderText(/Find a page/);
    await userEvent.type(field, "thing");

    expect(await screen.findByText("Thing called thing")).toBeVisible();
    expect(screen.getByText("Go to things")).toBeVisible();
    await userEvent.keyboard("{ArrowDown}{Enter}");
    expect(await screen.findByRole("heading", { name: "All things" })).toBeVisible();
  });

  test("? lists the shortcuts of all plugins, but not while one types", async () => {
    signedIn();
    open("/");
    await screen.findByRole("heading", { name: "Start" });
    const field = document.createElement("input");
    document.body.append(field);
    await userEvent.type(field, "?");
    expect(screen.queryByRole("dialog")).toBeNull();

    field.blur();
    await userEvent.keyboard("?");
    const dialog = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
    expect(within(dialog).getByText("Juggle")).toBeVisible();
  });
});

test("two plugins with one id are refused", () => {
  expect(() => createAllmaApp({ plugins: [things, things] })).toThrow('Two plugins are called "things".');
});
