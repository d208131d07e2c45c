import { describe, expect, it } from "vitest";
import { canaryOf, FIRST_PLAN } from "./CanaryFields";
import { narrowed, selectionOf } from "./target";

describe("the runs of a job", () => {
  it("are counted as the server takes them: live ones to cancel, ended ones to delete, all to redrive", () => {
    const filters = { flow: "f", status: "RUNNING,FAILED" };
    expect(narrowed("cancel", filters)).toEqual({ flow: "f", status: "RUNNING" });
    expect(narrowed("delete", filters)).toEqual({ flow: "f", status: "FAILED" });
    expect(narrowed("redrive", filters)).toEqual(filters);
    expect(narrowed("cancel", { flow: "f" })).toEqual({ flow: "f", status: "QUEUED,RUNNING,WAITING,PAUSED" });
  });

  it("are none when the filters leave nothing that it could be done to", () => {
    expect(narrowed("cancel", { status: "FAILED" })).toBeNull();
    expect(narrowed("delete", { status: "WAITING" })).toBeNull();
  });

  it("are named by ids or by filters, never both", () => {
    expect(selectionOf({ ids: ["a"] })).toEqual({ ids: ["a"] });
    expect(selectionOf({ filters: { flow: "f" } })).toEqual({ filter: { flow: "f" } });
  });

  it("go in stages only when one wants a canary", () => {
    expect(canaryOf(FIRST_PLAN)).toBeUndefined();
    expect(canaryOf({ on: true, first: 2, second: 20, percent: 5 })).toEqual({
      stages: [2, 20],
      maxFailureRate: 0.05,
    });
  });
});
