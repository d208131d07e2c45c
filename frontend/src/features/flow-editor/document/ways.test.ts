import { describe, expect, it } from "vitest";
import type { FlowDocument, StepInstance } from "@/lib/definition/types";
import { insertBefore, setEdgeKind, setEdgeLabel } from "./ways";

function step(id: string, fields: Record<string, unknown> = {}): StepInstance {
  return { stepInstanceId: id, stepType: "NO_OP", ...fields } as StepInstance;
}

function flow(...steps: StepInstance[]): FlowDocument {
  return {
    startStepInstanceId: steps[0]?.stepInstanceId ?? "",
    steps: Object.fromEntries(steps.map((one) => [one.stepInstanceId, one])),
  } as FlowDocument;
}

const way = (condition: string, nextStepInstanceId: string) => ({ condition, nextStepInstanceId });

describe("the kind of a wire", () => {
  const document = flow(
    step("a", { defaultNextStepInstanceId: "b", transitions: [way("$.x", "c"), way("$.y", "b")] }),
    step("b"),
    step("c"),
  );

  it("changes and the target stays", () => {
    const next = setEdgeKind(document, "a|condition|0", "error");
    expect(next.steps.a).toEqual(
      step("a", {
        defaultNextStepInstanceId: "b",
        transitions: [way("$.y", "b")],
        onError: { fallbackStepInstanceId: "c" },
      }),
    );
  });

  it("becomes an empty condition at the end", () => {
    const next = setEdgeKind(document, "a|default|0", "condition");
    expect(next.steps.a).toEqual(
      step("a", { transitions: [way("$.x", "c"), way("$.y", "b"), way("", "b")] }),
    );
  });

  it("does not become one that the step has already", () => {
    expect(setEdgeKind(document, "a|condition|0", "default")).toBe(document);
    expect(setEdgeKind(document, "a|default|0", "default")).toBe(document);
    expect(setEdgeKind(document, "nothing|default|0", "error")).toBe(document);
  });
});

describe("a step put before another", () => {
  it("takes over its wires and the start, and leads on to it", () => {
    const document = flow(
      step("a", { transitions: [way("$.x", "a")] }),
      step("b", { defaultNextStepInstanceId: "a", onError: { fallbackStepInstanceId: "a" } }),
    );
    const next = insertBefore(document, "a", step("new"));
    expect(next).toEqual({
      startStepInstanceId: "new",
      steps: {
        a: step("a", { transitions: [way("$.x", "new")] }),
        b: step("b", { defaultNextStepInstanceId: "new", onError: { fallbackStepInstanceId: "new" } }),
        new: step("new", { defaultNextStepInstanceId: "a" }),
      },
    });
  });

  it("is nowhere when that is not there", () => {
    const document = flow(step("a"));
    expect(insertBefore(document, "gone", step("new"))).toBe(document);
  });
});

describe("the text of a wire", () => {
  it("is a condition's text or a branch's id", () => {
    const document = flow(
      step("a", {
        transitions: [way("$.x", "a")],
        parallelBranches: [{ branchId: "one", stepInstanceId: "a", condition: "$.z" }],
      }),
    );
    expect(setEdgeLabel(document, "a|condition|0", "$.q").steps.a?.transitions).toEqual([way("$.q", "a")]);
    expect(setEdgeLabel(document, "a|branch|0", "two").steps.a?.parallelBranches).toEqual([
      { branchId: "two", stepInstanceId: "a", condition: "$.z" },
    ]);
    expect(setEdgeLabel(document, "a|condition|0", "$.x")).toBe(document);
  });
});
