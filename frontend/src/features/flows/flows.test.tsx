import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { createAllmaApp } from "@/app/createAllmaApp";
import { flowOf, gives, problem, sessionOf, testServer, versionOf } from "@/lib/testing/server";
import { flowsPlugin } from "./plugin";

const server = testServer();
const FLOW = flowOf();
const page = (results: object[], next: string | null = null) => ({ results, next, previous: null });
let unmount: (() => void) | undefined;

function open(address: string, permissions?: Parameters<typeof sessionOf>[0]) {
  server.use(gives("/auth/session/", sessionOf(permissions)));
  window.history.replaceState(null, "", address);
  const element = document.createElement("div");
  document.body.append(element);
  const app = createAllmaApp({ plugins: [flowsPlugin] });
  act(() => {
    unmount = app.mount(element);
  });
  return app;
}

const numbered = (number: number, status: Schemas["VersionStatus"]) =>
  versionOf({
    ...{ number, status, changeNote: `Note ${number}` },
    definition: {
      steps: {},
      startStepInstanceId: "a",
      inputSchema: { properties: { amount: { default: 5 } } },
    },
  });

beforeEach(() => {
  // biome-ignore lint/suspicious/noDocumentCookie: as the server's Set-Cookie does
  document.cookie = "csrftoken=token; Path=/";
  server.use(
    gives("/flows/", page([FLOW])),
    gives("/flows/tags/", { results: [{ tag: "finance", count: 1 }] }),
    gives("/executions/statistics/", { results: [] }),
    gives("/step-types/", { results: [] }),
    gives(`/flows/${FLOW.id}/`, FLOW),
    gives(`/flows/${FLOW.id}/versions/`, page([numbered(2, "draft"), numbered(1, "published")])),
    gives(`/flows/${FLOW.id}/versions/1/`, numbered(1, "published")),
  );
});

afterEach(() => {
  act(() => unmount?.());
  unmount = undefined;
});

describe("the list of flows", () => {
  test("typing searches on the server and keeps the words in the address", async () => {
    const asked: string[] = [];
    server.use(
      http.get("*/api/v1/flows/", ({ request }) => {
        asked.push(new URL(request.url).searchParams.get("search") ?? "");
        return HttpResponse.json(page([FLOW]));
      }),
    );
    open("/flows");
    expect(await screen.findByRole("link", { name: FLOW.name })).toHaveAttribute("href", `/flows/${FLOW.id}`);
    await userEvent.type(screen.getByRole("textbox", { name: "Search by name or description" }), "expense");

    await waitFor(() => expect(asked.at(-1)).toBe("expense"));
    expect(window.location.search).toBe("?search=expense");
  });

  test("more flows come with the server's cursor", async () => {
    server.use(
      http.get("*/api/v1/flows/", ({ request }) =>
        new URL(request.url).searchParams.get("cursor") === "two"
          ? HttpResponse.json(page([flowOf({ id: "0190f000-0000-7000-8000-0000000000f2", name: "Second" })]))
          : HttpResponse.json(page([FLOW], "http://server/api/v1/flows/?cursor=two")),
      ),
    );
    open("/flows");
    await userEvent.click(await screen.findByRole("button", { name: "Load more" }));

    expect(await screen.findByRole("link", { name: "Second" })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Load more" })).toBeNull();
  });

  test("one who only reads may open and export, nothing else", async () => {
    open("/flows", ["read"]);
    await userEvent.click(await screen.findByRole("button", { name: `Actions for ${FLOW.name}` }));

    await screen.findByText("Export JSON");
    const items = screen.getAllByRole("menuitem", { hidden: true });
    expect(items.map((item) => item.textContent)).toEqual(["Export JSON"]);
    expect(screen.queryByRole("button", { name: "New flow" })).toBeNull();
  });

  test("without flows it says how to begin; with filters, how to take them away", async () => {
    server.use(gives("/flows/", page([])));
    open("/flows?tag=finance");
    await userEvent.click(await screen.findByRole("button", { name: "Clear all filters" }));

    expect(await screen.findByText("Draw your first flow")).toBeVisible();
    expect(window.location.search).toBe("");
  });

  test("archiving asks first", async () => {
    let archived = 0;
    server.use(
      http.delete(`*/api/v1/flows/${FLOW.id}/`, () => {
        archived += 1;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    open("/flows");
    await userEvent.click(await screen.findByRole("button", { name: `Actions for ${FLOW.name}` }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Archive" }));
    const dialog = await screen.findByRole("dialog", { name: `Archive “${FLOW.name}”?` });
    expect(archived).toBe(0);
    await userEvent.click(within(dialog).getByRole("button", { name: "Archive" }));

    expect(await screen.findByText(`“${FLOW.name}” is archived`)).toBeInTheDocument();
    expect(archived).toBe(1);
  });
});

describe("making a flow", () => {
  test("a name makes it and opens its editor", async () => {
    const made: unknown[] = [];
    server.use(
      http.post("*/api/v1/flows/", async ({ request }) => {
        made.push(await request.json());
        return HttpResponse.json(flowOf({ latestVersion: 1, publishedVersion: null }), { status: 201 });
      }),
    );
    open("/flows?dialog=new");
    const dialog = await screen.findByRole("dialog", { name: "New flow" });
    await userEvent.type(within(dialog).getByLabelText(/^Name/), "  Refunds ");
    await userEvent.click(within(dialog).getByRole("button", { name: "Create and open" }));

    await waitFor(() => expect(window.location.pathname).toBe(`/flows/${FLOW.id}/versions/1/edit`));
    expect(made).toEqual([{ name: "Refunds", description: "", tags: [] }]);
  });

  test("what the server refuses stands at its field", async () => {
    server.use(
      http.post("*/api/v1/flows/", () =>
        problem(400, { errors: [{ path: "/name", message: "This name is taken." }] }),
      ),
    );
    open("/flows?dialog=new");
    const dialog = await screen.findByRole("dialog", { name: "New flow" });
    await userEvent.type(within(dialog).getByLabelText(/^Name/), "Refunds");
    await userEvent.click(within(dialog).getByRole("button", { name: "Create and open" }));

    expect(await within(dialog).findByText("This name is taken.")).toBeVisible();
  });

  test("an import is tried first and shows what it would make; only then it is done", async () => {
    const asked: (string | null)[] = [];
    const item = { kind: "flow", sourceId: "s", id: null, name: "Brought along" };
    server.use(
      http.post("*/api/v1/import/", ({ request }) => {
        const dryRun = new URL(request.url).searchParams.get("dryRun");
        asked.push(dryRun);
        return HttpResponse.json({
          dryRun: dryRun === "true",
          created: [dryRun === "true" ? item : { ...item, id: FLOW.id }],
          conflicts: [{ kind: "flow", name: "Brought along", message: "There is one of this name." }],
          problems: [],
        });
      }),
    );
    open("/flows?dialog=import");
    const dialog = await screen.findByRole("dialog", { name: "Import" });
    const file = new File(['{"formatVersion": "2.0", "flows": []}'], "export.json", {
      type: "application/json",
    });
    const input = document.querySelector<HTMLInputElement>('input[type="file"]');
    if (!input) throw new Error("There is no place for a file.");
    await userEvent.upload(input, file);

    expect(await within(dialog).findByText("There is one of this name.")).toBeVisible();
    expect(asked).toEqual(["true"]);
    await userEvent.click(within(dialog).getByRole("button", { name: "Import 1 item" }));
    expect(await screen.findByText("Imported 1 item")).toBeInTheDocument();
    expect(asked).toEqual(["true", "false"]);
  });
});

describe("running a flow", () => {
  const ask = async () => {
    open(`/flows/${FLOW.id}?tab=variables`);
    await userEvent.click(await screen.findByRole("button", { name: "Run" }));
    const dialog = await screen.findByRole("dialog", { name: `Run “${FLOW.name}”` });
    const button = within(dialog).getByRole("button", { name: "Run" });
    await waitFor(() => expect(button).toBeEnabled());
    await userEvent.click(button);
    return dialog;
  };

  test("an input that nobody touched is sent as it is shown: what the schema begins with", async () => {
    const sent: unknown[] = [];
    server.use(
      http.post(`*/api/v1/flows/${FLOW.id}/executions/`, async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json({ executionId: "run-1", status: "QUEUED" }, { status: 202 });
      }),
    );
    await ask();

    await waitFor(() => expect(window.location.pathname).toBe("/executions/run-1"));
    expect(sent).toEqual([{ version: 1, input: { amount: 5 }, flowVariables: {}, labels: {}, priority: 0 }]);
  });

  test("what the server refuses stays in the dialog", async () => {
    server.use(
      http.post(`*/api/v1/flows/${FLOW.id}/executions/`, () =>
        problem(400, {
          detail: "The input does not fit.",
          errors: [{ path: "/input/amount", message: "Too big." }],
        }),
      ),
    );
    const dialog = await ask();

    expect(await within(dialog).findByText("The input does not fit.")).toBeVisible();
    expect(within(dialog).getAllByText("Too big.")).toHaveLength(2);
  });
});

describe("a flow's page", () => {
  test("its name is changed in place", async () => {
    const sent: unknown[] = [];
    server.use(
      http.patch(`*/api/v1/flows/${FLOW.id}/`, async ({ request }) => {
        sent.push(await request.json());
        server.use(gives(`/flows/${FLOW.id}/`, flowOf({ name: "Refunds" })));
        return HttpResponse.json(flowOf({ name: "Refunds" }));
      }),
    );
    open(`/flows/${FLOW.id}?tab=variables`);
    await userEvent.click(await screen.findByRole("button", { name: "Rename" }));
    const field = screen.getByRole("textbox", { name: "Name of the flow" });
    await userEvent.clear(field);
    await userEvent.type(field, "Refunds{Enter}");

    expect(await screen.findByRole("heading", { name: "Refunds" })).toBeVisible();
    expect(sent).toEqual([{ name: "Refunds" }]);
  });

  test("Edit opens the newest draft", async () => {
    open(`/flows/${FLOW.id}?tab=variables`);
    await userEvent.click(await screen.findByRole("button", { name: "Edit" }));
    await waitFor(() => expect(window.location.pathname).toBe(`/flows/${FLOW.id}/versions/2/edit`));
  });

  test("without a draft Edit makes the next one from the live version", async () => {
    const sent: unknown[] = [];
    server.use(
      gives(`/flows/${FLOW.id}/versions/`, page([numbered(2, "superseded"), numbered(1, "published")])),
      http.post(`*/api/v1/flows/${FLOW.id}/versions/`, async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(numbered(3, "draft"), { status: 201 });
      }),
    );
    open(`/flows/${FLOW.id}?tab=variables`);
    await userEvent.click(await screen.findByRole("button", { name: "Edit" }));

    await waitFor(() => expect(window.location.pathname).toBe(`/flows/${FLOW.id}/versions/3/edit`));
    expect(sent).toEqual([{ sourceVersion: 1 }]);
  });

  test("two chosen versions are compared, the older one first", async () => {
    open(`/flows/${FLOW.id}?tab=versions`);
    await userEvent.click(await screen.findByLabelText("Compare version 2"));
    await userEvent.click(screen.getByLabelText("Compare version 1"));
    server.use(
      gives(`/flows/${FLOW.id}/versions/2/`, numbered(2, "draft")),
      gives(`/flows/${FLOW.id}/versions/1/diff/2/`, {
        steps: { added: [], removed: [], changed: [], moved: [] },
        flowVariables: [],
        settings: [],
      }),
    );
    await userEvent.click(screen.getByRole("button", { name: "Compare v1 with v2" }));

    expect((await screen.findAllByText("Nothing differs"))[0]).toBeVisible();
    expect(window.location.pathname + window.location.search).toBe(`/flows/${FLOW.id}/compare?from=1&to=2`);
  });

  test("publishing asks for a note and sends it", async () => {
    const sent: unknown[] = [];
    server.use(
      http.post(`*/api/v1/flows/${FLOW.id}/versions/2/publish/`, async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(numbered(2, "published"));
      }),
    );
    open(`/flows/${FLOW.id}?tab=versions`);
    await userEvent.click(await screen.findByRole("button", { name: "Actions for version 2" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Publish…" }));
    const dialog = await screen.findByRole("dialog", { name: "Publish version 2" });
    await waitFor(() => expect(within(dialog).getByText(/takes the place of version 1/)).toBeVisible());
    await userEvent.type(within(dialog).getByLabelText("What changed"), "Faster");
    await userEvent.click(within(dialog).getByRole("button", { name: "Publish" }));

    expect(await screen.findByText("Version 2 is live")).toBeInTheDocument();
    expect(sent).toEqual([{ note: "Faster" }]);
  });

  test("what somebody saved after the list was read is not published unseen", async () => {
    const wanted: (string | null)[] = [];
    server.use(
      http.post(`*/api/v1/flows/${FLOW.id}/versions/2/publish/`, ({ request }) => {
        const revision = request.headers.get("If-Match");
        wanted.push(revision);
        return revision === '"9"' ? HttpResponse.json(numbered(2, "published")) : problem(412);
      }),
    );
    open(`/flows/${FLOW.id}?tab=versions`);
    const publish = async () => {
      await userEvent.click(await screen.findByRole("button", { name: "Actions for version 2" }));
      await userEvent.click(await screen.findByRole("menuitem", { name: "Publish…" }));
      const dialog = await screen.findByRole("dialog", { name: "Publish version 2" });
      await userEvent.click(within(dialog).getByRole("button", { name: "Publish" }));
    };
    await screen.findByRole("button", { name: "Actions for version 2" });
    const saved = { ...numbered(2, "draft"), revision: 9, updatedBy: "Grace" };
    server.use(gives(`/flows/${FLOW.id}/versions/`, page([saved, numbered(1, "published")])));
    await publish();
    await screen.findByText("Grace");
    expect(await screen.findByText(/Look at what changed in it, then publish it again/)).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await publish();
    expect(await screen.findByText("Version 2 is live")).toBeInTheDocument();
    expect(wanted).toEqual([`"${numbered(2, "draft").revision}"`, '"9"']);
  });

  test("a flow that is not there says so", async () => {
    server.use(
      http.get(`*/api/v1/flows/${FLOW.id}/`, () => problem(404, { detail: "There is no such flow." })),
    );
    open(`/flows/${FLOW.id}`);
    expect(await screen.findByText("There is no such flow.")).toBeVisible();
  });
});
