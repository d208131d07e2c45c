import { act, renderHook } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setWorkspace } from "@/api/client";
import { useExecutionEvents, useFlowChannel, useJobEvents, useWorkspaceEvents } from "./hooks";
import { TestServer } from "./testServer";

let server: TestServer;

beforeEach(() => {
  vi.useFakeTimers();
  server = new TestServer();
  vi.stubGlobal("WebSocket", function open(url: string) {
    return server.open(url);
  });
  setWorkspace("acme");
});

afterEach(() => {
  vi.runOnlyPendingTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  setWorkspace(null);
});

const frame = (seq: number) => ({
  type: "progress",
  seq,
  at: "2026-01-01T00:00:00Z",
  executionId: "e",
  flowId: "f",
  status: "RUNNING",
  eventSeq: 1,
});

describe("useWorkspaceEvents", () => {
  it("shares one connection among all pages of the tab and leaves it when none is left", () => {
    const first: number[] = [];
    const second: number[] = [];
    const one = renderHook(() => useWorkspaceEvents((event) => first.push(event.seq)), {
      wrapper: StrictMode,
    });
    const two = renderHook(() => useWorkspaceEvents((event) => second.push(event.seq)));
    expect(server.sockets.length).toBe(1);
    expect(server.last.url).toBe("ws://localhost:3000/ws/workspace/?workspace=acme");
    act(() => {
      server.last.accept();
      server.last.tell({ type: "subscribed", seq: 5 }, frame(6));
    });
    expect([one.result.current, two.result.current]).toEqual(["online", "online"]);
    one.unmount();
    act(() => server.last.tell(frame(7)));
    expect([first, second]).toEqual([[6], [6, 7]]);
    two.unmount();
    expect(server.last.closed).toBe(false);
    vi.advanceTimersByTime(2_000);
    expect(server.last.closed).toBe(true);
  });
});

describe("useJobEvents", () => {
  it("says when a connection is made, for what happened before is not told", () => {
    const told: string[] = [];
    renderHook(() =>
      useJobEvents(
        (event) => told.push(event.jobId),
        () => told.push("reached"),
      ),
    );
    const job = { type: "bulk.progress", jobId: "j", status: "RUNNING", at: "2026-01-01T00:00:00Z" };
    const reach = () => {
      server.last.accept();
      server.last.tell({ type: "subscribed", seq: 5 });
    };
    act(reach);
    act(() => server.last.tell(job));
    act(() => server.last.break());
    act(() => void vi.advanceTimersByTime(500));
    act(reach);
    expect(told).toEqual(["reached", "j", "reached"]);

    const late: string[] = [];
    renderHook(() =>
      useJobEvents(
        () => undefined,
        () => late.push("reached"),
      ),
    );
    expect(late).toEqual([]);
  });
});

describe("useExecutionEvents", () => {
  it("follows a run from the event one has, and another run when the id changes", () => {
    const seen: number[] = [];
    const { rerender } = renderHook(
      ({ id }) => useExecutionEvents(id, (e) => seen.push(e.seq), { after: 3 }),
      {
        initialProps: { id: "a" },
      },
    );
    act(() => {
      server.last.accept();
      server.last.tell({ type: "subscribed", seq: 3 }, frame(4));
    });
    expect(server.last.said).toEqual([{ type: "subscribe", after: 3 }]);
    rerender({ id: "b" });
    expect(server.sockets.map((socket) => [socket.url.includes("/executions/a/"), socket.closed])).toEqual([
      [true, true],
      [false, false],
    ]);
    expect(seen).toEqual([4]);
  });

  it("opens nothing while it is not enabled", () => {
    renderHook(() => useExecutionEvents("a", () => undefined, { enabled: false }));
    expect(server.sockets).toEqual([]);
  });
});

describe("useFlowChannel", () => {
  it("says where one is at once and again after a lost connection", () => {
    const seen: string[] = [];
    const { result } = renderHook(() => useFlowChannel("f1", (event) => seen.push(event.type)));
    act(() => server.last.accept());
    result.current.say({ type: "here", version: 2 });
    act(() => {
      server.last.tell({ type: "presence" });
      server.last.break();
    });
    expect(result.current.state).toBe("reconnecting");
    act(() => void vi.advanceTimersByTime(500));
    act(() => server.last.accept());
    expect(server.sockets.map((socket) => socket.said)).toEqual([
      [{ type: "here", version: 2 }],
      [{ type: "here", version: 2 }],
    ]);
    expect(seen).toEqual(["presence"]);
  });
});
