import { describe, expect, test } from "vitest";
import { absoluteTime, durationText, relativeTime } from "./time";

const NOW = Date.parse("2026-03-15T12:00:00Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("relative times", () => {
  test.each([
    [0, "just now"],
    [-44_000, "just now"],
    [-60_000, "1 min. ago"],
    [-59 * MINUTE, "59 min. ago"],
    [-HOUR, "1 hr. ago"],
    [-23 * HOUR, "23 hr. ago"],
    [-DAY, "yesterday"],
    [-12 * DAY, "12 days ago"],
    [-61 * DAY, "2 mo. ago"],
    [-730 * DAY, "2 yr. ago"],
    [30_000, "in a moment"],
    [3 * HOUR, "in 3 hr."],
  ])("%d ms from now is said as %s", (delta, text) => {
    expect(relativeTime(NOW + delta, NOW)).toBe(text);
  });
});

test("an absolute time in UTC has date, time to the second and the zone", () => {
  expect(absoluteTime(Date.parse("2026-03-01T04:05:09.750Z"), "utc")).toBe("2026-03-01 04:05:09 UTC");
});

test("midnight is 00, not 24", () => {
  expect(absoluteTime(Date.parse("2026-03-01T00:00:00Z"), "utc")).toBe("2026-03-01 00:00:00 UTC");
});

describe("durations", () => {
  test.each([
    [0, "0 ms"],
    [840, "840 ms"],
    [999.6, "1 s"],
    [1_250, "1.25 s"],
    [12_430, "12.4 s"],
    [59_970, "1 min"],
    [200_000, "3 min 20 s"],
    [7_500_000, "2 h 5 min"],
    [4 * DAY + 3 * HOUR, "4 d 3 h"],
  ])("%d ms is %s", (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});
