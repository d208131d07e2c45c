import { describe, expect, test } from "vitest";
import { ApiError } from "@/api/problem";
import { mayRetry } from "./queryClient";

const failure = (status: number) =>
  new ApiError({ type: "", title: "", status, code: "", detail: "", errors: [], requestId: "" });

describe("asking again", () => {
  test.each([
    [0, true],
    [500, true],
    [503, true],
    [400, false],
    [401, false],
    [404, false],
    [429, false],
  ])("an answer with status %d is asked for again: %s", (status, again) => {
    expect(mayRetry(0, failure(status))).toBe(again);
  });

  test("a third time is the last", () => {
    expect(mayRetry(1, failure(500))).toBe(true);
    expect(mayRetry(2, failure(500))).toBe(false);
  });

  test("a fault in our own code is not asked for again", () => {
    expect(mayRetry(0, new Error("bug"))).toBe(false);
  });
});
