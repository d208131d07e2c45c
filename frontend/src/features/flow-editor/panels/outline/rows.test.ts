import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { edgesOf } from "@/lib/definition/edges";
import type { FlowDocument, StepInstance } from "@/lib/definition/types";
import { childOf, outlineRows, parentOf } from "./rows";

function step(id: string, fields: Record<string, unknown> = {}): StepInstance {
  return { stepInstanceId: id, stepType: "NO_OP", ...fields } as StepInstance;
}

function flow(...steps: StepInstance[]): FlowDocument {
  return {
    startStepInstanceId: steps[0]?.stepInstanceId ?? "",
    steps: Object.fromEntries(steps.map((one) => [one.stepInstanceId, one])),
  } as FlowDocument;
}

const way = (nextStepInstanceId: string) => ({ condition: "$.x", nextStepInstanceId });

function drawn(document: FlowDocument): string[] {
  return outlineRows(document).map(
    ({ kind, stepId, level, via, isLoose }) =>
      `${"  ".repeat(level - 1)}${via && via.kind !== "default" ? `${via.kind} ` : ""}${kind === "link" ? "→ " : ""}${stepId}${isLoose ? " (loose)" : ""}`,
  );
}

describe("the outline", () => {
  it("follows the default way and nests the others", () => {
    const document = flow(
      step("a", {
        defaultNextStepInstanceId: "b",
        transitions: [way("x")],
        onError: { fallbackStepInstanceId: "e" },
      }),
      step("b", { defaultNextStepInstanceId: "c" }),
      step("c"),
      step("x", { defaultNextStepInstanceId: "y" }),
      step("y", { defaultNextStepInstanceId: "c" }),
      step("e"),
    );
    expect(drawn(document)).toEqual(["a", "  condition x", "  y", "  → c", "  error e", "b", "c"]);
  });

  it("shows a loop as a link, and a wire to a step that is not there", () => {
    const document = flow(
      step("a", { defaultNextStepInstanceId: "b" }),
      step("b", { defaultNextStepInstanceId: "a", transitions: [way("b"), way("gone")] }),
    );
    expect(drawn(document)).toEqual(["a", "b", "  condition → b", "  condition → gone", "→ a"]);
  });

  it("puts steps that the start does not reach at the end", () => {
    const document = flow(
      step("a"),
      step("u", { defaultNextStepInstanceId: "v" }),
      step("v", { transitions: [way("a")] }),
    );
    expect(drawn(document)).toEqual(["a", "u (loose)", "v (loose)", "  condition → a (loose)"]);
  });

  it("has every step once and every wire once, whatever the flow", () => {
    const ids = ["a", "b", "c", "d", "e"];
    const target = fc.option(fc.constantFrom(...ids, "gone"), { nil: undefined });
    const steps = fc.tuple(
      ...ids.map((id) =>
        fc
          .record({
            defaultNextStepInstanceId: target,
            transitions: fc.array(fc.constantFrom(...ids).map(way), { maxLength: 2 }),
            onTimeoutStepInstanceId: target,
          })
          .map((fields) => step(id, fields)),
      ),
    );
    fc.assert(
      fc.property(steps, (all) => {
        const document = flow(...all);
        const rows = outlineRows(document);
        const stepRows = rows.filter(({ kind }) => kind === "step").map(({ stepId }) => stepId);
        expect([...stepRows].sort()).toEqual(ids);
        const wires = rows.flatMap(({ via }) => (via ? [via.id] : []));
        expect([...wires].sort()).toEqual(
          edgesOf(document)
            .map(({ id }) => id)
            .sort(),
        );
        expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
      }),
    );
  });

  it("lets one go outwards and inwards", () => {
    const rows = outlineRows(
      flow(step("a", { transitions: [way("x")], defaultNextStepInstanceId: "b" }), step("x"), step("b")),
    );
    expect([parentOf(rows, 1), parentOf(rows, 2), childOf(rows, 0), childOf(rows, 1)]).toEqual([0, 2, 1, 1]);
  });
});
