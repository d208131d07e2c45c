import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useTyped } from "./useTyped";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A field over an address that follows when `arrive` is called. */
function field(kept = "") {
  const said: string[] = [];
  const keep = (text: string) => void said.push(text);
  const { result, rerender, unmount } = renderHook(({ now }) => useTyped(now, keep), {
    initialProps: { now: kept },
  });
  return {
    said,
    text: () => result.current[0],
    type: (text: string) => act(() => result.current[1](text)),
    pause: () => act(() => vi.advanceTimersByTime(250)),
    arrive: (now: string) => rerender({ now }),
    unmount,
  };
}

it("shows what is typed at once and keeps it when the typing pauses", () => {
  const find = field();
  find.type("cr");
  find.type("cred");
  expect([find.text(), find.said]).toEqual(["cred", []]);
  find.pause();
  find.arrive("cred");
  find.pause();
  expect([find.text(), find.said]).toEqual(["cred", ["cred"]]);
});

it("loses nothing that is typed while the address follows", () => {
  const find = field();
  find.type("cr");
  find.pause();
  find.type("cred");
  find.arrive("cr");
  expect(find.text()).toBe("cred");
  find.pause();
  find.type("");
  find.arrive("cred");
  expect(find.text()).toBe("");
  find.pause();
  expect(find.said).toEqual(["cr", "cred", ""]);
});

it("follows an address that changes by other means", () => {
  const find = field("old");
  find.type("mine");
  find.arrive("theirs");
  find.pause();
  expect([find.text(), find.said]).toEqual(["theirs", []]);
});

it("keeps nothing once its page is left", () => {
  const find = field();
  find.type("cr");
  find.unmount();
  vi.advanceTimersByTime(250);
  expect(find.said).toEqual([]);
});
