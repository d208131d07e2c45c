import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { act, cleanup, configure, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Schemas } from "@/api/client";
import { setWorkspace } from "@/api/client";
import { parseSearch, stringifySearch } from "@/app/search";
import { TestServer } from "@/lib/live/testServer";
import { type Permission, useSessionStore } from "@/lib/session";
import { renderUi } from "@/lib/testing/render";
import { flowOf, gives, sessionOf, testServer } from "@/lib/testing/server";
import { dashboardPlugin } from "./plugin";

configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 40_000 });
const server = testServer();
let sockets = new TestServer();

beforeAll(async () => {
  await Promise.all([import("./DashboardPage"), import("./failures/FailuresPage"), import("./Charts")]);
});
beforeEach(() => {
  sockets = new TestServer();
  setWorkspace(`dashboard-${Math.random()}`); // connections are shared by workspace: each test has its own
  vi.stubGlobal("WebSocket", function open(url: string) {
    return sockets.open(url);
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  useSessionStore.setState({ session: null });
  setWorkspace(null);
});

const TOTALS: Schemas["TotalsOut"] = {
  started: 120,
  completed: 90,
  failed: 8,
  cancelled: 1,
  timedOut: 2,
  queued: 0,
  running: 3,
  waiting: 4,
  successRate: 0.9,
  p50Ms: 1500,
  p95Ms: 8000,
};
const STATS: Schemas["DashboardStats"] = {
  range: "24h",
  from: "2026-03-01T00:00:00Z",
  to: "2026-03-02T00:00:00Z",
  totals: TOTALS,
  previous: { ...TOTALS, started: 100, failed: 3, queued: null, running: null, waiting: null },
  buckets: [],
  flows: [
    { flowId: "f1", name: "Orders", runs: 101, failed: 10, successRate: 0.9, p50Ms: 1500, p95Ms: 8000 },
  ],
};
const SINCE = "endedAfter=2026-03-01T00:00:00Z";
const CLUSTER: Schemas["ClusterOut"] = {
  fingerprint: "abc",
  flowId: "f1",
  flowName: "Orders",
  flowVersion: 3,
  stepInstanceId: "call",
  errorName: "PermanentStepError",
  code: "http_error",
  message: "<address> answered <n>",
  count: 10,
  open: 7,
  firstSeenAt: "2026-03-01T10:00:00Z",
  lastSeenAt: "2026-03-01T11:00:00Z",
  trend: [...Array.from({ length: 23 }, () => 0), 10],
  latestExecutionId: "01a1fde4-0000-7000-8000-0000000000e1",
};

function page<T>(results: T[]) {
  return { results, next: null, previous: null };
}

const RUN = {
  id: "01a1fde4-0000-7000-8000-0000000000e1",
  flowId: "f1",
  status: "FAILED",
  createdAt: STATS.from,
};

function serve({ runs = [RUN] as object[], flows = [flowOf({ id: "f1", name: "Orders" })] } = {}) {
  const asked: string[] = [];
  server.use(
    http.get("*/api/v1/dashboard/:what/", ({ request, params }) => {
      const { search } = new URL(request.url);
      asked.push(`${String(params.what)}${search}`);
      return HttpResponse.json(params.what === "stats" ? STATS : { from: STATS.from, results: [CLUSTER] });
    }),
    gives("/executions/", { ...page(runs), searchedTo: null }),
    gives("/executions/bulk/", page([])),
    gives("/executions/statistics/", { results: [] }),
    gives("/flows/", page(flows)),
  );
  return asked;
}

function open(address: string, permissions: Permission[] = ["read", "run", "edit"]) {
  useSessionStore.setState({ session: sessionOf(permissions) });
  const root = createRootRoute({ component: Outlet });
  const router = createRouter({
    routeTree: root.addChildren(dashboardPlugin.routes?.(root) ?? []),
    history: createMemoryHistory({ initialEntries: [address] }),
    parseSearch,
    stringifySearch,
  });
  renderUi(<RouterProvider router={router} />);
  return router;
}

describe("the dashboard", () => {
  it("shows the figures of the range, each with the time before and a way to its runs", async () => {
    const asked = serve();
    open("/?range=7d");
    const started = await screen.findByRole("link", { name: /^Runs started\s*120/ });
    expect(started).toHaveTextContent("20 % · before: 100");
    expect(started).toHaveAttribute("href", "/executions?range=7d");
    const failed = screen.getByRole("link", { name: /^Failed\s*10/ });
    expect(failed).toHaveTextContent("100 % · before: 5");
    expect(failed).toHaveAttribute("href", `/executions?${SINCE}&status=FAILED,TIMED_OUT,QUARANTINED`);
    expect(screen.getByRole("link", { name: /^Right now\s*7/ })).toHaveTextContent("3 running · 4 waiting");
    expect(asked).toContain("stats?range=7d");
  });

  it("keeps the range in its address", async () => {
    const asked = serve();
    const router = open("/");
    await screen.findByRole("link", { name: /^Runs started/ });
    await userEvent.click(screen.getByRole("radio", { name: "30 d" }));
    await waitFor(() => expect(router.state.location.search).toEqual({ range: "30d" }));
    await waitFor(() => expect(asked).toContain("failures?range=30d"));
  });

  it("leads from a cluster of failures to its runs", async () => {
    serve();
    open("/");
    const link = await screen.findByRole("link", { name: "<address> answered <n>" });
    expect(link).toHaveAttribute(
      "href",
      `/executions?${SINCE}&status=FAILED,TIMED_OUT,QUARANTINED&fingerprint=abc`,
    );
  });

  it("reads its figures again when a run changes, without taking away what is shown", async () => {
    const asked = serve();
    open("/");
    const started = await screen.findByRole("link", { name: /^Runs started/ });
    await waitFor(() => expect(sockets.sockets.length).toBeGreaterThan(0));
    const before = asked.filter((one) => one.startsWith("stats")).length;
    act(() => {
      sockets.last.accept();
      sockets.last.tell({ type: "subscribed", seq: 0 });
      sockets.last.tell({
        type: "execution.failed",
        seq: 1,
        executionId: "e",
        flowId: "f1",
        status: "FAILED",
        at: "",
      });
    });
    await waitFor(() => expect(asked.filter((one) => one.startsWith("stats")).length).toBe(before + 1));
    expect(started).toBeInTheDocument();
  });

  it("says what to begin with where nothing has run, and where there is no flow", async () => {
    serve({ runs: [] });
    open("/");
    await screen.findByText("Nothing has run yet");
    expect(screen.getByRole("link", { name: "Orders" })).toBeVisible();
  });

  it("helps with the first flow", async () => {
    serve({ runs: [], flows: [] });
    open("/");
    await screen.findByRole("heading", { name: "Make your first flow" });
  });
});

describe("the failures", () => {
  it("show each cluster with how many are open, and its latest run", async () => {
    serve();
    open("/failures");
    const row = (await screen.findByRole("link", { name: "<address> answered <n>" })).closest("tr");
    if (!row) throw new Error("no row");
    expect(row).toHaveTextContent("Orders v3 · call");
    expect(within(row).getByText("7")).toBeVisible();
    expect(within(row).getByRole("link", { name: "Open the latest run" })).toHaveAttribute(
      "href",
      `/executions/${CLUSTER.latestExecutionId}`,
    );
    expect(within(row).getByRole("img", { name: /10 failures .* most at once: 10/ })).toBeVisible();
  });

  it("are cards on a narrow screen, with the same ways", async () => {
    serve();
    const { matchMedia } = window;
    vi.stubGlobal("matchMedia", (query: string) => ({ ...matchMedia(query), matches: true }));
    open("/failures");
    const card = (await screen.findByRole("link", { name: "<address> answered <n>" })).closest("li");
    if (!card) throw new Error("no card");
    expect(card).toHaveTextContent("Orders v3 · call");
    expect(card).toHaveTextContent("10 runs, 7 open");
    expect(screen.queryByRole("table")).toBeNull();
    expect(within(card).getByRole("button", { name: "Redrive: <address> answered <n>" })).toBeVisible();
  });

  it("asks to redrive the runs of a cluster that nobody has redriven, as a canary", async () => {
    const counted: { filter: Record<string, unknown> }[] = [];
    serve();
    server.use(
      gives("/flows/f1/versions/", page([])),
      http.post<never, { filter: Record<string, unknown> }>(
        "*/api/v1/executions/bulk/",
        async ({ request }) => {
          const body = await request.json();
          counted.push(body);
          return HttpResponse.json({ count: body.filter.redriven === false ? 7 : 10, exact: true });
        },
      ),
    );
    open("/failures");
    await userEvent.click(await screen.findByRole("button", { name: "Redrive: <address> answered <n>" }));
    await screen.findByText("7 runs are redriven.");
    expect(counted[0]?.filter).toEqual({ fingerprint: "abc", endedAfter: STATS.from, redriven: false });
    expect(screen.getByRole("switch", { name: /^As a canary/ })).toBeChecked();
    await userEvent.click(screen.getByRole("switch", { name: /^Leave out runs that were redriven/ }));
    await screen.findByText("10 runs are redriven.");
    expect(counted[1]?.filter).toEqual({ fingerprint: "abc", endedAfter: STATS.from });
  });

  it("offer no redrive to a viewer", async () => {
    serve();
    open("/failures", ["read"]);
    await screen.findByRole("link", { name: "<address> answered <n>" });
    expect(screen.queryByRole("button", { name: /^Redrive/ })).toBeNull();
  });
});
