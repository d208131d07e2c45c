import { describe, expect, it } from "vitest";
import { failedRunsOf, failedSince, runsBetween, runsOf } from "./address";
import { pointsOf } from "./buckets";
import { parseFailuresSearch } from "./failures/failuresSearch";
import { figure, type Totals, trendOf } from "./trends";

function totals(fields: Partial<Totals> = {}): Totals {
  return {
    started: 100,
    completed: 80,
    failed: 8,
    cancelled: 0,
    timedOut: 2,
    queued: null,
    running: null,
    waiting: null,
    successRate: 0.8,
    p50Ms: 200,
    p95Ms: 1000,
    ...fields,
  };
}

describe("a figure against the time before", () => {
  it("is good or bad by what it means: fewer failures, shorter runs, a higher rate", () => {
    expect(trendOf("failed", totals({ failed: 3 }), totals())).toEqual({ change: -50, good: true });
    expect(trendOf("p95Ms", totals({ p95Ms: 1500 }), totals())).toEqual({ change: 50, good: false });
    expect(trendOf("successRate", totals({ successRate: 0.9 }), totals())).toEqual({
      change: 10,
      good: true,
    });
  });

  it("is neither for a number of runs, nor when it is as before", () => {
    expect(trendOf("started", totals({ started: 150 }), totals())).toEqual({ change: 50, good: null });
    expect(trendOf("failed", totals(), totals())).toEqual({ change: 0, good: null });
  });

  it("has no trend when there was nothing before", () => {
    expect(trendOf("failed", totals(), totals({ failed: 0, timedOut: 0 }))).toBeNull();
    expect(trendOf("p50Ms", totals(), totals({ p50Ms: null }))).toBeNull();
    expect(trendOf("successRate", totals({ successRate: 0.5 }), totals({ successRate: 0 }))?.change).toBe(50);
  });

  it("counts runs that timed out as failed", () => {
    expect(figure(totals(), "failed")).toBe(10);
  });
});

describe("points of the charts", () => {
  const bucket = { completed: 3, failed: 1, cancelled: 0, timedOut: 2, p50Ms: 10, p95Ms: null };
  const buckets = [
    { ...bucket, at: "2026-03-01T10:00:00Z" },
    { ...bucket, at: "2026-03-01T11:00:00Z" },
  ];

  it("reach until the next one begins, the last as far ahead as it is long", () => {
    const points = pointsOf(buckets, { range: "24h", zone: "utc" });
    expect(points.map(({ label, at, until }) => [label, at, until])).toEqual([
      ["10:00", "2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z"],
      ["11:00", "2026-03-01T11:00:00Z", "2026-03-01T12:00:00.000Z"],
    ]);
    expect(points[0]).toMatchObject({
      COMPLETED: 3,
      FAILED: 1,
      TIMED_OUT: 2,
      CANCELLED: 0,
      p50: 10,
      p95: null,
    });
  });

  it("are named by day where the range has many days", () => {
    const [point] = pointsOf(buckets, { range: "30d", zone: "utc" });
    expect(point?.label).toBe("1 Mar");
  });
});

describe("the way to runs", () => {
  it("keeps range and flow, and narrows further", () => {
    expect(runsOf({ range: "7d", flow: "f1" })).toBe("/executions?flow=f1&range=7d");
    expect(failedRunsOf({ range: "1h" }, { fingerprint: "abc" })).toBe(
      "/executions?range=1h&status=FAILED%2CTIMED_OUT%2CQUARANTINED&fingerprint=abc",
    );
    expect(runsBetween({ range: "1h" }, "a", "b", "FAILED")).toBe(
      "/executions?endedAfter=a&endedBefore=b&status=FAILED",
    );
    expect(failedSince({ range: "1h", flow: "f1" }, "a", { fingerprint: "abc" })).toBe(
      "/executions?flow=f1&endedAfter=a&status=FAILED%2CTIMED_OUT%2CQUARANTINED&fingerprint=abc",
    );
  });

  it("remembers the job that is open beside the failures", () => {
    expect(parseFailuresSearch({ range: "30d", flow: " f ", job: "all", x: "1" })).toEqual({
      range: "30d",
      flow: "f",
      job: "all",
    });
    expect(parseFailuresSearch({ range: "2y", job: 3 })).toEqual({});
  });
});
