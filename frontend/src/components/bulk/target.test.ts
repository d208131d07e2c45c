import { describe, expect, it } from "vitest";
import { canaryOf, FIRST_PLAN } from "./CanaryFields";
import { selectionOf } from "./target";

describe("the runs of a job", () => {
  it("are named by ids or by filters, never both", () => {
    expect(selectionOf({ ids: ["a"] })).toEqual({ ids: ["a"] });
    expect(selectionOf({ filters: { flow: "f" } })).toEqual({ filter: { flow: "f" } });
    expect(selectionOf({ filters: {}, except: [] })).toEqual({ filter: {} });
    expect(selectionOf({ filters: {}, except: ["a"] })).toEqual({ filter: {}, except: ["a"] });
  });

  it("go in stages only when one wants a canary", () => {
    expect(canaryOf(FIRST_PLAN)).toBeUndefined();
    expect(canaryOf({ on: true, first: 2, second: 20, percent: 5 })).toEqual({
      stages: [2, 20],
      maxFailureRate: 0.05,
    });
  });
});
