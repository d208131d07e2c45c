import { describe, expect, it } from "vitest";
import type { RunTransition, StepStatus } from "@/api/executions/types";
import type { FlowDocument, StepInstance } from "@/lib/definition/types";
import { loudest, runOverlay } from "./overlay";
import { branchOf, forkOf } from "./paths";
import { visitRow } from "./testVisits";

function flow(...steps: (Partial<StepInstance> & { stepInstanceId: string })[]): FlowDocument {
  const all = steps.map((step) => [step.stepInstanceId, { stepType: "NO_OP", ...step }]);
  return { schemaVersion: "1", startStepInstanceId: "a", steps: Object.fromEntries(all) } as FlowDocument;
}

const to = (
  kind: RunTransition["kind"],
  next: string | null,
  condition: string | null = null,
): RunTransition => ({
  kind,
  condition,
  nextStepInstanceId: next,
  operands: [],
});

describe("a run laid over its flow", () => {
  it("counts the edges that were taken, by their kind", () => {
    const ways = [
      { condition: "$.x == 1", nextStepInstanceId: "b" },
      { condition: "$.x == 2", nextStepInstanceId: "b" },
    ];
    const document = flow(
      { stepInstanceId: "a", transitions: ways as StepInstance["transitions"] },
      { stepInstanceId: "b" },
    );
    const { taken } = runOverlay(document, [
      visitRow(1, "a", { transition: to("CONDITION", "b", "$.x == 2") }),
      visitRow(2, "b", { transition: to("DEFAULT", "a") }),
      visitRow(3, "a", { transition: to("CONDITION", "b", "$.x == 2") }),
      visitRow(4, "b", { status: "FAILED", transition: to("FALLBACK", "c") }),
      visitRow(5, "c", { transition: to("TIMEOUT", "d") }),
      visitRow(6, "d", { transition: to("END", null) }),
    ]);
    expect(taken).toEqual({ "a|condition|1": 2, "b|default|0": 1, "b|error|0": 1, "c|timeout|0": 1 });
  });

  it("counts a fork's branch edge once for each item, whatever the branch does then", () => {
    const parallelBranches = [
      { branchId: "x", stepInstanceId: "x" },
      { branchId: "y", stepInstanceId: "y" },
    ];
    const document = flow(
      { stepInstanceId: "fork", parallelBranches },
      { stepInstanceId: "x" },
      { stepInstanceId: "y" },
    );
    const { taken } = runOverlay(document, [
      visitRow(1, "fork", { status: "WAITING" }),
      visitRow(2, "fork[0].y"),
      visitRow(3, "fork[1].x", { transition: to("DEFAULT", "x") }),
      visitRow(4, "fork[1].x"),
      visitRow(5, "fork[2].y"),
    ]);
    expect(taken).toEqual({ "fork|branch|1": 2, "fork|branch|0": 1, "x|default|0": 1 });
  });

  it("gives each step its visits, the sum of their times and its last status", () => {
    const { steps } = runOverlay(flow({ stepInstanceId: "a" }), [
      visitRow(1, "a", { status: "FAILED", durationMs: 20 }),
      visitRow(2, "a", { durationMs: 5 }),
      visitRow(3, "b", { status: "RUNNING", durationMs: null, endedAt: null }),
    ]);
    expect(steps).toEqual({
      a: { status: "COMPLETED", visits: 2, durationMs: 25 },
      b: { status: "RUNNING", visits: 1, durationMs: null },
    });
  });

  it("shows a failed branch although others went well, until one goes on", () => {
    const branches = [
      visitRow(1, "f[0].a"),
      visitRow(2, "f[1].a", { status: "FAILED" }),
      visitRow(3, "f[2].a"),
    ];
    expect(runOverlay(flow(), branches).steps.a?.status).toBe("FAILED");
    const more = [...branches, visitRow(4, "f[3].a", { status: "WAITING" })];
    expect(runOverlay(flow(), more).steps.a?.status).toBe("WAITING");
  });

  it("does not take an edge before the visit is over", () => {
    const open = visitRow(1, "a", { status: "RETRYING", transition: to("DEFAULT", "b") });
    expect(runOverlay(flow(), [open]).taken).toEqual({});
  });
});

it.each<[StepStatus[], StepStatus]>([
  [["COMPLETED", "SKIPPED"], "COMPLETED"],
  [["COMPLETED", "CANCELLED"], "CANCELLED"],
  [["FAILED", "CANCELLED"], "FAILED"],
  [["FAILED", "WAITING"], "WAITING"],
  [["RETRYING", "RUNNING"], "RUNNING"],
])("of %j speaks %s", (statuses, status) => {
  expect(loudest(statuses)).toBe(status);
});

it("reads paths of branches, nested ones too", () => {
  expect(branchOf("a")).toBe("");
  expect(branchOf("f[3].g[10].a")).toBe("f[3].g[10]");
  expect(forkOf("f[3].g[10]")).toEqual({ fork: "f[3].g", index: 10 });
});
