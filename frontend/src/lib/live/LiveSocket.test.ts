// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LiveFrame } from "./frames";
import { LiveSocket, type LiveSocketOptions, type LiveState } from "./LiveSocket";
import { TestServer } from "./testServer";

const event = (seq: number): LiveFrame => ({ type: "progress", seq, at: "2026-01-01T00:00:00Z" });

function connect(options: Partial<LiveSocketOptions> = {}) {
  const server = new TestServer();
  const seen: number[] = [];
  const states: LiveState[] = [];
  const socket = new LiveSocket({
    url: () => "ws://test/ws/executions/1/",
    feed: { after: 0, gapless: true },
    onFrame: (frame) => seen.push(frame.seq ?? -1),
    onState: (state) => states.push(state),
    open: server.open,
    random: () => 1,
    ...options,
  });
  socket.start();
  return { server, seen, states, socket };
}

describe("a feed", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("subscribes behind the last event it has, and is online when the server says so", () => {
    const { server, socket, states } = connect({ feed: { after: 7, gapless: true } });
    expect(socket.state).toBe("connecting");
    server.last.accept();
    expect(server.last.said).toEqual([{ type: "subscribe", after: 7 }]);
    server.last.tell({ type: "subscribed", seq: 7 });
    expect(states).toEqual(["online"]);
  });

  it("passes every event on once, in order", () => {
    const { server, seen } = connect();
    server.last.accept();
    server.last.tell({ type: "subscribed", seq: 0 }, event(1), event(1), event(2), event(1), event(3));
    expect(seen).toEqual([1, 2, 3]);
  });

  it("asks again once when an event is missing, and passes on nothing behind the gap before", () => {
    const { server, seen } = connect();
    server.last.accept();
    server.last.tell({ type: "subscribed", seq: 0 }, event(1), event(4), event(5));
    expect(seen).toEqual([1]);
    expect(server.last.said.slice(1)).toEqual([{ type: "subscribe", after: 1 }]);
    server.last.tell({ type: "subscribed", seq: 1 }, event(2), event(3), event(4), event(5));
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it("takes the numbers of the workspace as they come, for they have gaps", () => {
    const { server, seen } = connect({ feed: { after: null, gapless: false } });
    server.last.accept();
    expect(server.last.said).toEqual([{ type: "subscribe" }]);
    server.last.tell({ type: "subscribed", seq: 40 }, event(43), event(43), event(50));
    expect(seen).toEqual([43, 50]);
    server.last.break();
    vi.advanceTimersByTime(500);
    server.last.accept();
    expect(server.last.said).toEqual([{ type: "subscribe", after: 50 }]);
  });

  it("goes on behind the last event after a lost connection", () => {
    const { server, seen, states } = connect();
    server.last.accept();
    server.last.tell({ type: "subscribed", seq: 0 }, event(1), event(2));
    server.last.break();
    vi.advanceTimersByTime(500);
    server.last.accept();
    expect(server.last.said).toEqual([{ type: "subscribe", after: 2 }]);
    server.last.tell({ type: "subscribed", seq: 2 }, event(3));
    expect(seen).toEqual([1, 2, 3]);
    expect(states).toEqual(["online", "reconnecting", "online"]);
  });

  it("waits longer after each failure, up to 15 seconds, and begins anew once it was online", () => {
    const { server } = connect();
    for (const pause of [500, 1000, 2000, 4000, 8000, 15_000, 15_000]) {
      const before = server.sockets.length;
      server.last.break();
      vi.advanceTimersByTime(pause - 1);
      expect(server.sockets.length).toBe(before);
      vi.advanceTimersByTime(1);
      expect(server.sockets.length).toBe(before + 1);
    }
    server.last.accept();
    server.last.tell({ type: "subscribed", seq: 0 });
    server.last.break();
    vi.advanceTimersByTime(500);
    expect(server.sockets.length).toBe(9);
  });

  it("tries at once when the browser is online again", () => {
    const { server, socket } = connect();
    server.last.break();
    window.dispatchEvent(new Event("online"));
    expect(server.sockets.length).toBe(2);
    socket.stop();
    window.dispatchEvent(new Event("online"));
    expect(server.sockets.length).toBe(2);
  });

  it("asks a silent connection for a sign of life, and leaves it when there is none", () => {
    const { server, states } = connect();
    server.last.accept();
    server.last.tell({ type: "subscribed", seq: 0 });
    vi.advanceTimersByTime(20_000);
    expect(server.last.said.at(-1)).toEqual({ type: "ping" });
    server.last.tell({ type: "pong" });
    vi.advanceTimersByTime(20_000);
    const dead = server.last;
    vi.advanceTimersByTime(10_000);
    expect(dead.closed).toBe(true);
    expect(states).toEqual(["online", "reconnecting"]);
  });

  it.each([4401, 4403, 4404])("does not try again when the server refuses with %i", (code) => {
    const { server, states } = connect();
    server.last.accept();
    server.last.break(code);
    vi.advanceTimersByTime(60_000);
    expect(states).toEqual(["refused"]);
    expect(server.sockets.length).toBe(1);
  });

  it("tells nothing and opens nothing after it was stopped", () => {
    const { server, socket, seen } = connect();
    const first = server.last;
    first.accept();
    socket.stop();
    first.tell({ type: "subscribed", seq: 0 }, event(1));
    vi.advanceTimersByTime(60_000);
    expect(first.closed).toBe(true);
    expect(seen).toEqual([]);
    expect(server.sockets.length).toBe(1);
  });

  it("passes over what is not a frame", () => {
    const { server, seen } = connect();
    server.last.accept();
    server.last.tell({ type: "subscribed", seq: 0 });
    for (const data of ["{", "3", "null", "[]", '{"seq":1}'])
      server.last.onmessage?.(new MessageEvent("message", { data }));
    server.last.tell(event(1));
    expect(seen).toEqual([1]);
  });
});

describe("a channel", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is online when it is open, and says its greeting at every connection", () => {
    const greeting = { type: "here", version: 3 };
    const { server, states } = connect({ feed: null, greeting: () => greeting });
    server.last.accept();
    expect(states).toEqual(["online"]);
    expect(server.last.said).toEqual([greeting]);
    server.last.break();
    vi.advanceTimersByTime(500);
    server.last.accept();
    expect(server.last.said).toEqual([greeting]);
  });

  it("sends only while it is connected", () => {
    const { server, socket } = connect({ feed: null });
    expect(socket.send({ type: "here" })).toBe(false);
    server.last.accept();
    expect(socket.send({ type: "here" })).toBe(true);
    expect(server.last.said).toEqual([{ type: "here" }]);
  });
});
