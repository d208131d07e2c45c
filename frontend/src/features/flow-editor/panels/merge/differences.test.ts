import { describe, expect, it } from "vitest";
import { documentOf } from "@/lib/testing/documents";
import { byStep, differences } from "./differences";

const before = documentOf({
  startStepInstanceId: "a",
  timeoutSeconds: 5,
  steps: {
    a: { stepInstanceId: "a", stepType: "NO_OP", customConfig: { x: 1, y: 2 }, transitions: [] },
    b: { stepInstanceId: "b", stepType: "NO_OP" },
  },
});

describe("differences", () => {
  it("names fields, whole steps that went, and whole lists", () => {
    const after = documentOf({
      startStepInstanceId: "a",
      steps: {
        a: {
          stepInstanceId: "a",
          stepType: "NO_OP",
          customConfig: { x: 1, y: 3 },
          transitions: [{ condition: "$.a", nextStepInstanceId: "a" }],
        },
      },
    });
    expect(differences(before, after)).toEqual([
      { path: ["timeoutSeconds"], stepId: null, before: 5, after: undefined },
      { path: ["steps", "a", "customConfig", "y"], stepId: "a", before: 2, after: 3 },
      {
        path: ["steps", "a", "transitions"],
        stepId: "a",
        before: [],
        after: [{ condition: "$.a", nextStepInstanceId: "a" }],
      },
      { path: ["steps", "b"], stepId: "b", before: before.steps.b, after: undefined },
    ]);
  });

  it("finds nothing between equal documents", () => {
    expect(differences(before, structuredClone(before))).toEqual([]);
  });

  it("groups by step, the flow's own last", () => {
    const rows = [{ stepId: null }, { stepId: "b" }, { stepId: "a" }, { stepId: "b" }];
    expect(byStep(rows).map(([stepId, list]) => [stepId, list.length])).toEqual([
      ["b", 2],
      ["a", 1],
      [null, 1],
    ]);
  });
});
