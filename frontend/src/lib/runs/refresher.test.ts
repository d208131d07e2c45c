import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createRefresher } from "./refresher";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const PACE = { gapMs: 300, retryMs: 2000 };

/** Work that ends when told to. */
function slowWork() {
  const turns: { end: () => void; fail: () => void }[] = [];
  const work = () =>
    new Promise<void>((resolve, reject) =>
      turns.push({ end: resolve, fail: () => reject(new Error("away")) }),
    );
  const settle = async (act: () => void) => {
    act();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { turns, work, settle };
}

it("does it once however often it is asked before it begins", async () => {
  const { turns, work } = slowWork();
  const { ask } = createRefresher(work, PACE);
  ask();
  ask();
  await vi.advanceTimersByTimeAsync(0);
  expect(turns.length).toBe(1);
});

it("does it once more, not at once twice, when asked while it runs, and keeps the gap", async () => {
  const { turns, work, settle } = slowWork();
  const { ask } = createRefresher(work, PACE);
  ask();
  await vi.advanceTimersByTimeAsync(0);
  ask();
  ask();
  await vi.advanceTimersByTimeAsync(100);
  expect(turns.length).toBe(1);
  await settle(() => turns[0]?.end());
  await vi.advanceTimersByTimeAsync(199);
  expect(turns.length).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(turns.length).toBe(2);
  await settle(() => turns[1]?.end());
  await vi.advanceTimersByTimeAsync(10_000);
  expect(turns.length).toBe(2);
});

it("tries again by itself after a failure", async () => {
  const { turns, work, settle } = slowWork();
  createRefresher(work, PACE).ask();
  await vi.advanceTimersByTimeAsync(0);
  await settle(() => turns[0]?.fail());
  await vi.advanceTimersByTimeAsync(1_999);
  expect(turns.length).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(turns.length).toBe(2);
});

it("does nothing any more after it was stopped", async () => {
  const { turns, work, settle } = slowWork();
  const refresher = createRefresher(work, PACE);
  refresher.ask();
  await vi.advanceTimersByTimeAsync(0);
  refresher.ask();
  refresher.stop();
  await settle(() => turns[0]?.end());
  refresher.ask();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(turns.length).toBe(1);
});
