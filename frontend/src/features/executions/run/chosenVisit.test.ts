import { describe, expect, it } from "vitest";
import { visitRow } from "@/lib/runs/testVisits";
import { execution } from "../testRuns";
import { defaultVisit, visitOfStep } from "./chosenVisit";

const failed = {
  errorName: "PermanentStepError",
  code: "x",
  message: "m",
  stepInstanceId: "b",
  attempts: 1,
  details: {},
};

describe("without a choice one looks at", () => {
  it("the visit that failed the run", () => {
    const visits = [
      visitRow(1, "b", { status: "FAILED" }),
      visitRow(2, "b", { status: "FAILED" }),
      visitRow(3, "c"),
    ];
    expect(defaultVisit(execution({ status: "FAILED", error: failed }), visits)?.seq).toBe(2);
  });

  it("else the newest that goes on", () => {
    const visits = [
      visitRow(1, "f", { status: "WAITING" }),
      visitRow(2, "f[0].a", { status: "RUNNING" }),
      visitRow(3, "f[1].a"),
    ];
    expect(defaultVisit(execution(), visits)?.seq).toBe(2);
  });

  it("else the last, if there is one", () => {
    expect(defaultVisit(execution(), [visitRow(1, "a"), visitRow(2, "b")])?.seq).toBe(2);
    expect(defaultVisit(execution(), [])).toBeUndefined();
  });
});

it("a step's last visit is chosen first, then the next one, then the first again", () => {
  const visits = [visitRow(1, "a"), visitRow(2, "b"), visitRow(3, "a")];
  const once = visitOfStep(visits, "a", visits[1]);
  expect(once?.seq).toBe(3);
  const twice = visitOfStep(visits, "a", once);
  expect(twice?.seq).toBe(1);
  expect(visitOfStep(visits, "a", twice)?.seq).toBe(3);
  expect(visitOfStep(visits, "z", once)).toBeUndefined();
});
