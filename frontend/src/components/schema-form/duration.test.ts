import { describe, expect, it, test } from "vitest";
import { inWords, pollSeconds, retryWaits, unitOf } from "./duration";

test.each([
  [0.25, "250 ms"],
  [5, "5 s"],
  [12.34, "12.3 s"],
  [75, "1 min 15 s"],
  [3600, "1 h"],
  [5400, "1 h 30 min"],
  [90_061, "1 d 1 h"],
])("%s seconds are %s", (seconds, words) => expect(inWords(seconds)).toBe(words));

test.each([
  [30, "seconds"],
  [120, "minutes"],
  [7200, "hours"],
  [172_800, "days"],
  [0, "seconds"],
  [1.5, "seconds"],
])("%s seconds are best said in %s", (seconds, unit) => expect(unitOf(seconds)).toBe(unit));

describe("waits", () => {
  it("grow by the rate up to the longest", () => {
    expect(retryWaits({ count: 5, interval: 5, rate: 3, longest: 60 })).toEqual([5, 15, 45, 60, 60]);
    expect(retryWaits({ count: 0, interval: 5, rate: 2, longest: 60 })).toEqual([]);
  });

  it("of a poll lie between its calls and are at most a day", () => {
    expect(pollSeconds({ interval: 5, attempts: 4, rate: 1 })).toBe(15);
    expect(pollSeconds({ interval: 10, attempts: 4, rate: 2 })).toBe(70);
    expect(pollSeconds({ interval: 80_000, attempts: 3, rate: 10 })).toBe(80_000 + 86_400);
    expect(pollSeconds({ interval: 5, attempts: 1, rate: 2 })).toBe(0);
  });
});
