import { describe, expect, it } from "vitest";
import type { StepType } from "@/lib/definition/types";
import { documentOf } from "@/lib/testing/documents";
import type { Shape } from "./shape";
import { writtenShape } from "./written";

const TYPE: Pick<StepType, "outputKeys"> = { outputKeys: ["status", "data"] };
const document = documentOf({
  schemaVersion: "1",
  startStepInstanceId: "one",
  flowVariables: { limit: 5 },
  inputSchema: {
    type: "object",
    properties: { order: { type: "object", properties: { id: { type: "string" } } } },
  },
  steps: {
    one: {
      stepInstanceId: "one",
      stepType: "API_CALL",
      displayName: "First",
      defaultNextStepInstanceId: "two",
    },
    two: {
      stepInstanceId: "two",
      stepType: "API_CALL",
      outputMappings: { "$.found.code": "$.status", "$.list[0]": "$.data" },
      defaultNextStepInstanceId: "three",
      onError: { fallbackStepInstanceId: "sorry" },
    },
    three: {
      stepInstanceId: "three",
      stepType: "PARALLEL_FORK_MANAGER",
      pinnedOutput: { total: 3 },
      parallelBranches: [{ branchId: "b", stepInstanceId: "inner" }],
      defaultNextStepInstanceId: "four",
    },
    inner: { stepInstanceId: "inner", stepType: "NO_OP" },
    four: { stepInstanceId: "four", stepType: "NO_OP" },
    sorry: { stepInstanceId: "sorry", stepType: "NO_OP" },
  },
});

const known = (stepId: string) => writtenShape(document, stepId, () => TYPE as StepType);
const names = (shape: Shape | undefined) => Object.keys(shape?.members ?? {});

describe("what is known of the context before a step", () => {
  it("is the input, the flow variables and the run at the first step", () => {
    const shape = known("one");
    expect(names(shape)).toEqual([
      "order",
      "flow_variables",
      "steps_output",
      "initialContextData",
      "execution",
    ]);
    expect(shape.members?.order?.members?.id).toEqual({ type: "text", from: "input" });
    expect(shape.members?.flow_variables?.members?.limit).toEqual({ type: "number", from: "flow variable" });
    expect(names(shape.members?.steps_output)).toEqual([]);
  });

  it("has what steps before write: by default under steps_output, else where they map it", () => {
    const shape = known("three");
    expect(shape.members?.steps_output?.members?.one?.members?.status).toEqual({ from: "First" });
    expect(names(shape.members?.steps_output)).toEqual(["one"]);
    expect(shape.members?.found?.members?.code).toEqual({ from: "two" });
    expect(shape.members?.list).toMatchObject({ type: "list", items: { from: "two" } });
  });

  it("has what a pinned output holds", () => {
    expect(known("four").members?.steps_output?.members?.three?.members?.total).toEqual({
      type: "number",
      from: "three",
    });
  });

  it("has the item inside a branch, and the error behind a fallback, and only there", () => {
    expect(names(known("inner"))).toContain("currentItem");
    expect(names(known("four"))).not.toContain("currentItem");
    expect(names(known("sorry"))).toContain("error");
    expect(names(known("four"))).not.toContain("error");
  });
});
