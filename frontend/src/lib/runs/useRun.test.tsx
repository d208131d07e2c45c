import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, configure, renderHook, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { TestServer } from "@/lib/live/testServer";
import { visitRow } from "./testVisits";
import { useRun } from "./useRun";

configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 40_000 });

const world = {
  eventSeq: 3,
  status: "RUNNING",
  visits: [visitRow(1, "a", { status: "RUNNING", endedAt: null })],
};
const asked: string[] = [];
const server = setupServer(
  http.get("*/api/v1/executions/r1/", () => {
    asked.push("run");
    const progress = { visits: world.visits.length, checkpoints: [], done: 0 };
    return HttpResponse.json({ id: "r1", status: world.status, eventSeq: world.eventSeq, progress });
  }),
  http.get("*/api/v1/executions/r1/steps/", () => {
    asked.push("steps");
    return HttpResponse.json({ results: world.visits, next: null, previous: null });
  }),
);
let sockets: TestServer;

beforeAll(() => server.listen());
afterAll(() => server.close());
beforeEach(() => {
  sockets = new TestServer();
  vi.stubGlobal("WebSocket", function open(url: string) {
    return sockets.open(url);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  Object.assign(world, { eventSeq: 3, status: "RUNNING", visits: [visitRow(1, "a", { status: "RUNNING" })] });
  asked.length = 0;
});

function follow(client = new QueryClient()) {
  return renderHook(() => useRun("r1"), {
    wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
  });
}

describe("a run that is followed", () => {
  it("is read before its events are subscribed to, behind the last one it knows", async () => {
    follow();
    await waitFor(() => expect(sockets.sockets.length).toBe(1));
    expect(asked).toEqual(["run", "steps"]);
    act(() => sockets.last.accept());
    expect(sockets.last.said).toEqual([{ type: "subscribe", after: 3 }]);
  });

  it("is read again at an event, and left alone once it is over", async () => {
    const { result } = follow();
    await waitFor(() => expect(sockets.sockets.length).toBe(1));
    act(() => sockets.last.accept());
    Object.assign(world, { eventSeq: 4, status: "COMPLETED", visits: [visitRow(1, "a"), visitRow(2, "b")] });
    act(() =>
      sockets.last.tell({ type: "subscribed", seq: 3 }, { type: "execution.completed", seq: 4, at: "t" }),
    );
    await waitFor(() =>
      expect(result.current.visits.map((visit) => visit.status)).toEqual(["COMPLETED", "COMPLETED"]),
    );
    expect(result.current.execution?.status).toBe("COMPLETED");
    await waitFor(() => expect(sockets.last.closed).toBe(true));
    expect(sockets.sockets.length).toBe(1);
  });

  it("keeps what it knows when an older answer comes after a newer one", async () => {
    const client = new QueryClient();
    const { result } = follow(client);
    await waitFor(() => expect(sockets.sockets.length).toBe(1));
    act(() => sockets.last.accept());
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    server.use(
      http.get(
        "*/api/v1/executions/r1/",
        async () => {
          await slow;
          const progress = { visits: 1, checkpoints: [], done: 0 };
          return HttpResponse.json({ id: "r1", status: "RUNNING", eventSeq: 3, progress });
        },
        { once: true },
      ),
    );
    const older = client.refetchQueries({ queryKey: ["executions", "r1", "detail"] });
    Object.assign(world, { eventSeq: 4, status: "COMPLETED", visits: [visitRow(1, "a")] });
    act(() =>
      sockets.last.tell({ type: "subscribed", seq: 3 }, { type: "execution.completed", seq: 4, at: "t" }),
    );
    await waitFor(() => expect(result.current.execution?.status).toBe("COMPLETED"));
    release();
    await act(() => older);
    expect(client.getQueryData(["executions", "r1", "detail"])).toMatchObject({ status: "COMPLETED" });
  });

  it("shows the status that an event tells before the visit is read again", async () => {
    const { result } = follow();
    await waitFor(() => expect(sockets.sockets.length).toBe(1));
    act(() => sockets.last.accept());
    server.use(http.get("*/api/v1/executions/r1/", () => HttpResponse.error()));
    const step = {
      type: "step.failed",
      seq: 1,
      path: "a",
      stepInstanceId: "a",
      status: "FAILED",
      attempts: 2,
    };
    act(() =>
      sockets.last.tell({ type: "subscribed", seq: 3 }, { type: "progress", seq: 4, at: "t", steps: [step] }),
    );
    await waitFor(() => expect(result.current.visits[0]).toMatchObject({ status: "FAILED", attempts: 2 }));
    server.resetHandlers();
  });

  it("is looked at every few seconds while there is no connection", async () => {
    const { result } = follow();
    await waitFor(() => expect(sockets.sockets.length).toBe(1));
    world.visits = [visitRow(1, "a"), visitRow(2, "b")];
    act(() => sockets.last.break());
    expect(result.current.live).toBe("reconnecting");
    await waitFor(() => expect(result.current.visits.length).toBe(2));
  });

  it("that is over needs no connection, and is not read anew when it is shown again", async () => {
    world.status = "FAILED";
    const client = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } });
    const first = follow(client);
    await waitFor(() => expect(first.result.current.isReady).toBe(true));
    first.unmount();
    const second = follow(client);
    await waitFor(() => expect(asked.filter((what) => what === "run").length).toBe(2));
    expect(second.result.current.isReady).toBe(true);
    expect(asked.filter((what) => what === "steps").length).toBe(1);
    expect(sockets.sockets).toEqual([]);
  });
});
