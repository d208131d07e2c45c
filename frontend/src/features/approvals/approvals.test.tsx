import { useInfiniteQuery } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { cleanup, configure, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Approval, approvalsQuery } from "@/api/approvals/listApprovals";
import { setWorkspace } from "@/api/client";
import { parseSearch, stringifySearch } from "@/app/search";
import { TestServer } from "@/lib/live/testServer";
import { useSessionStore } from "@/lib/session";
import { renderUi } from "@/lib/testing/render";
import { gives, problem, sessionOf, testServer } from "@/lib/testing/server";
import { ApprovalCount } from "./ApprovalCount";
import { DecideDialog } from "./DecideDialog";
import { approvalsPlugin } from "./plugin";
import "./texts";

configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 40_000 });
const server = testServer();

beforeAll(() => import("./ApprovalsPage"));
beforeEach(() => {
  const sockets = new TestServer();
  setWorkspace(`approvals-${Math.random()}`); // connections are shared by workspace: each test has its own
  vi.stubGlobal("WebSocket", function open(url: string) {
    return sockets.open(url);
  });
  useSessionStore.setState({ session: sessionOf() });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  useSessionStore.setState({ session: null });
  setWorkspace(null);
});

const WAIT: Approval = {
  id: "a1",
  executionId: "01a1fde4-0000-7000-8000-0000000000e1",
  flowId: "f1",
  flowName: "Expenses",
  stepInstanceId: "ask",
  stepName: "Ask the manager",
  correlationKey: "expense:7",
  message: "Is this in order?",
  payloadSchema: { type: "object", properties: { comment: { type: "string", title: "Comment" } } },
  since: "2026-03-01T10:00:00Z",
  expiresAt: null,
  mayDecide: true,
};

function page<T>(results: T[], next: string | null = null) {
  return { results, next, previous: null };
}

/** The dialog without the list behind it. */
function Decide({ id }: { id: string }) {
  const waits = useInfiniteQuery(approvalsQuery());
  return waits.data && <DecideDialog id={id} waits={waits} onClose={() => undefined} />;
}

function open(address: string) {
  const root = createRootRoute({ component: Outlet });
  const router = createRouter({
    routeTree: root.addChildren(approvalsPlugin.routes?.(root) ?? []),
    history: createMemoryHistory({ initialEntries: [address] }),
    parseSearch,
    stringifySearch,
  });
  renderUi(<RouterProvider router={router} />);
  return router;
}

describe("approvals", () => {
  it("show who waits for what, and send the payload of their form", async () => {
    const sent: unknown[] = [];
    server.use(
      gives("/approvals/", page([WAIT])),
      http.post("*/api/v1/approvals/a1/decide/", async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json({ status: "DELIVERED", executionId: WAIT.executionId }, { status: 202 });
      }),
    );
    const router = open("/approvals");
    await screen.findByText("Is this in order?");
    expect(screen.getByRole("link", { name: "Open run 000000e1" })).toHaveAttribute(
      "href",
      `/executions/${WAIT.executionId}`,
    );
    await userEvent.click(
      screen.getByRole("button", { name: "Decide: Ask the manager of Expenses, key expense:7" }),
    );
    await waitFor(() => expect(router.state.location.search).toEqual({ open: "a1" }));
    await userEvent.type(await screen.findByLabelText("Comment"), "fine");
    await userEvent.click(screen.getByRole("button", { name: "Send" }));
    await waitFor(() => expect(sent).toEqual([{ payload: { comment: "fine" } }]));
    await waitFor(() => expect(router.state.location.search).toEqual({}));
  });

  it("say that somebody was faster, and offer nothing to send any more", async () => {
    server.use(
      gives("/approvals/", page([WAIT])),
      http.post("*/api/v1/approvals/a1/decide/", () => problem(409, { code: "already_decided" })),
    );
    open("/approvals?open=a1");
    await userEvent.click(await screen.findByRole("button", { name: "Send" }));
    await screen.findByText(/^Somebody else has decided this/);
    expect(screen.queryByRole("button", { name: "Send" })).toBeNull();
    expect(screen.getByRole("link", { name: "See what became of it" })).toBeVisible();
  });

  it("say so when the address names one that waits no more", async () => {
    server.use(gives("/approvals/", page([])));
    open("/approvals?open=a1");
    await screen.findByText(/^This run does not wait any more/);
  });

  it("are read on until the one of the address is there", async () => {
    server.use(
      http.get("*/api/v1/approvals/", ({ request }) => {
        const at = Number(new URL(request.url).searchParams.get("cursor") ?? "0");
        const row = { ...WAIT, id: `a${at}`, message: `Wait ${at}` };
        return HttpResponse.json(page([row], at < 3 ? `http://x/?cursor=${at + 1}` : null));
      }),
    );
    open("/approvals?open=a3");
    const dialog = await screen.findByRole("dialog", { name: "Ask the manager" });
    expect(within(dialog).getByText("Wait 3")).toBeVisible();
    expect(within(dialog).getByRole("button", { name: "Send" })).toBeEnabled();
    expect(within(dialog).queryByText(/does not wait any more/)).toBeNull();
  });

  it("do not say that a run waits no more when there are more than were read", async () => {
    const many = Array.from({ length: 1000 }, (_, at) => ({ ...WAIT, id: `b${at}` }));
    server.use(
      http.get("*/api/v1/approvals/", ({ request }) =>
        HttpResponse.json(
          new URL(request.url).searchParams.has("cursor") ? page([]) : page(many, "http://x/?cursor=1000"),
        ),
      ),
    );
    renderUi(<Decide id="a1" />);
    await screen.findByText(/^It is not among the 1000 runs that wait longest/);
    expect(screen.queryByText(/^This run does not wait any more/)).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Look further" }));
    await screen.findByText(/^This run does not wait any more/);
  });

  it("can be looked at, not decided, by a viewer", async () => {
    server.use(gives("/approvals/", page([{ ...WAIT, mayDecide: false }])));
    open("/approvals?open=a1");
    await screen.findByText("Deciding needs the role operator.");
    expect(screen.queryByRole("button", { name: "Send" })).toBeNull();
  });

  it("are nothing to do when nothing waits", async () => {
    server.use(gives("/approvals/", page([])));
    open("/approvals");
    await screen.findByText("Nothing waits");
  });
});

describe("the count in the navigation", () => {
  it("says how many wait, and that there are more when there are", async () => {
    server.use(gives("/approvals/", page([WAIT, { ...WAIT, id: "a2" }], "http://x/?cursor=c")));
    renderUi(<ApprovalCount />);
    expect(await screen.findByRole("img", { name: "2 runs wait" })).toHaveTextContent("2+");
  });
});
