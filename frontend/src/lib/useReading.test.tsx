import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useReading } from "./useReading";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const PAUSE_MS = 400;

it("reads on while the state moves faster than it is read, one reading after the other, up to the last state", () => {
  const read: number[] = [];
  const start = { isFetching: true, state: 1 };
  let now = start;
  const refetch = async () => void read.push(now.state);
  const { rerender } = renderHook(({ isFetching, state }) => useReading({ isFetching, refetch }, state), {
    initialProps: start,
  });
  const become = (next: Partial<typeof start>) => {
    now = { ...now, ...next };
    rerender(now);
  };
  become({ state: 2 });
  expect(read).toEqual([]);

  become({ isFetching: false });
  for (const state of [3, 4, 5]) {
    act(() => void vi.advanceTimersByTime(PAUSE_MS / 4));
    become({ state });
  }
  act(() => void vi.advanceTimersByTime(PAUSE_MS / 4));
  expect(read).toEqual([5]);

  become({ isFetching: true });
  become({ state: 6 });
  act(() => void vi.advanceTimersByTime(10 * PAUSE_MS));
  expect(read).toEqual([5]);
  become({ isFetching: false });
  act(() => void vi.advanceTimersByTime(10 * PAUSE_MS));
  become({ isFetching: true });
  become({ isFetching: false });
  act(() => void vi.advanceTimersByTime(10 * PAUSE_MS));
  expect(read).toEqual([5, 6]);
});
