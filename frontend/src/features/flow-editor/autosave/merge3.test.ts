import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FlowDocument, StepInstance } from "@/lib/definition/types";
import { equal } from "./equal";
import { merge3 } from "./merge3";

function step(id: string, fields: Record<string, unknown> = {}): StepInstance {
  return { stepInstanceId: id, stepType: "NO_OP", ...fields } as StepInstance;
}

function flow(steps: StepInstance[], fields: Record<string, unknown> = {}): FlowDocument {
  const byId = Object.fromEntries(steps.map((one) => [one.stepInstanceId, one]));
  return { steps: byId, startStepInstanceId: steps[0]?.stepInstanceId ?? "", ...fields } as FlowDocument;
}

const ids = ["a", "b", "c", "d"];
const value = fc.oneof(
  fc.integer(),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.integer(), { maxLength: 2 }),
);
const fields = fc.dictionary(
  fc.constantFrom("displayName", "customConfig", "fill", "literals"),
  fc.oneof(value, fc.dictionary(fc.constantFrom("x", "y"), value)),
);
const document = fc
  .record({
    steps: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 4 }),
    fields: fc.array(fields, { minLength: 4, maxLength: 4 }),
    variables: fc.dictionary(fc.constantFrom("p", "q", "r"), value),
    notes: fc.uniqueArray(fc.record({ id: fc.constantFrom("n1", "n2"), text: fc.string() }), {
      selector: (note) => note.id,
      maxLength: 2,
    }),
  })
  .map(({ steps, fields: list, variables, notes }) =>
    flow(
      steps.map((id, index) => step(id, list[index])),
      { flowVariables: variables, notes },
    ),
  );

describe("merge3", () => {
  it("gives theirs when mine did not change, and mine when theirs did not", () => {
    fc.assert(
      fc.property(document, document, (base, other) => {
        expect(merge3(base, base, other)).toEqual({ document: other, conflicts: [], renamed: {} });
        expect(merge3(base, other, base)).toEqual({ document: other, conflicts: [], renamed: {} });
        expect(merge3(base, other, base).document).toBe(other);
      }),
    );
  });

  it("gives the document when both made the same of it", () => {
    fc.assert(
      fc.property(document, document, (base, other) => {
        expect(merge3(base, other, structuredClone(other))).toEqual({
          document: other,
          conflicts: [],
          renamed: {},
        });
      }),
    );
  });

  it("finds the same conflicts from either side", () => {
    fc.assert(
      fc.property(document, document, document, (base, mine, theirs) => {
        const one = merge3(base, mine, theirs);
        const other = merge3(base, theirs, mine);
        fc.pre(Object.keys(one.renamed).length === 0);
        expect(one.conflicts.map((c) => c.key).sort()).toEqual(other.conflicts.map((c) => c.key).sort());
      }),
    );
  });

  it("keeps mine for every conflict from one side as it keeps theirs from the other", () => {
    fc.assert(
      fc.property(document, document, document, (base, mine, theirs) => {
        const one = merge3(base, mine, theirs);
        fc.pre(Object.keys(one.renamed).length === 0);
        const choices = Object.fromEntries(
          one.conflicts.map(({ key }) => [key, { take: "theirs" as const }]),
        );
        const other = merge3(base, theirs, mine, choices).document;
        expect(equal({ ...one.document, notes: [] }, { ...other, notes: [] })).toBe(true);
        expect(sorted(one.document.notes)).toEqual(sorted(other.notes));
      }),
    );
  });

  it("loses no change of either side when they changed different steps", () => {
    fc.assert(
      fc.property(document, fields, fields, value, (base, left, right, variable) => {
        const full = { ...base, steps: { ...base.steps, a: step("a"), b: step("b") } };
        const mine = { ...full, steps: { ...full.steps, a: step("a", left) } };
        const theirs = {
          ...full,
          steps: { ...full.steps, b: step("b", right) },
          flowVariables: { ...full.flowVariables, added: variable },
        };
        const merged = merge3(full, mine, theirs);
        expect(merged.conflicts).toEqual([]);
        expect(merged.document.steps.a).toEqual(mine.steps.a);
        expect(merged.document.steps.b).toEqual(theirs.steps.b);
        expect(merged.document.flowVariables).toEqual(theirs.flowVariables);
      }),
    );
  });

  it("keeps every reference that neither side changed", () => {
    const base = flow([step("a"), step("b"), step("c")]);
    const mine = { ...base, steps: { ...base.steps, a: step("a", { fill: "red" }) } };
    const theirs = structuredClone({ ...base, steps: { ...base.steps, b: step("b", { fill: "blue" }) } });
    const { document: merged } = merge3(base, mine, theirs);
    expect(merged.steps.c).toBe(base.steps.c);
    expect(merged.steps.a).toBe(mine.steps.a);
    expect(merged.steps.b).toBe(theirs.steps.b);
  });

  it("takes different fields of one step from both sides", () => {
    const base = flow([step("a", { customConfig: { url: "x", method: "GET" }, position: { x: 0, y: 0 } })]);
    const mine = flow([step("a", { customConfig: { url: "y", method: "GET" }, position: { x: 0, y: 0 } })]);
    const theirs = flow([step("a", { customConfig: { url: "x", method: "PUT" }, position: { x: 9, y: 0 } })]);
    const merged = merge3(base, mine, theirs);
    expect(merged.conflicts).toEqual([]);
    expect(merged.document).toEqual(
      flow([step("a", { customConfig: { url: "y", method: "PUT" }, position: { x: 9, y: 0 } })]),
    );
  });

  it("calls it a conflict when both changed one field, and follows the choice", () => {
    const base = flow([step("a", { displayName: "A" })]);
    const mine = flow([step("a", { displayName: "Mine" })]);
    const theirs = flow([step("a", { displayName: "Theirs" })]);
    const key = "/steps/a/displayName";
    expect(merge3(base, mine, theirs).conflicts).toEqual([
      { key, path: ["steps", "a", "displayName"], stepId: "a", base: "A", mine: "Mine", theirs: "Theirs" },
    ]);
    expect(merge3(base, mine, theirs).document).toEqual(mine);
    expect(merge3(base, mine, theirs, { [key]: { take: "theirs" } }).document).toEqual(theirs);
    const typed = merge3(base, mine, theirs, { [key]: { take: "value", value: "Both" } });
    expect(typed.document.steps.a?.displayName).toBe("Both");
  });

  it("calls it a conflict when one removed the step that the other changed", () => {
    const base = flow([step("a"), step("b", { fill: "red" })]);
    const mine = flow([step("a")]);
    const theirs = flow([step("a"), step("b", { fill: "blue" })]);
    const merged = merge3(base, mine, theirs);
    expect(merged.conflicts.map((conflict) => [conflict.key, conflict.mine])).toEqual([
      ["/steps/b", undefined],
    ]);
    expect(merged.document.steps).not.toHaveProperty("b");
    const kept = merge3(base, mine, theirs, { "/steps/b": { take: "theirs" } });
    expect(kept.document.steps.b).toEqual(theirs.steps.b);
  });

  it("keeps both of two new steps that got the same id", () => {
    const base = flow([step("a")]);
    const mine = flow([
      step("a", { defaultNextStepInstanceId: "call" }),
      step("call", { position: { x: 1, y: 1 } }),
    ]);
    const theirs = flow([step("a"), step("call", { stepType: "API_CALL", position: { x: 5, y: 5 } })]);
    const merged = merge3(base, mine, theirs);
    expect(merged.renamed).toEqual({ call: "call_2" });
    expect(merged.conflicts).toEqual([]);
    expect(merged.document.steps.call).toEqual(theirs.steps.call);
    expect(merged.document.steps.call_2).toEqual(step("call_2", { position: { x: 1, y: 1 } }));
    expect(merged.document.steps.a?.defaultNextStepInstanceId).toBe("call_2");
  });

  it("merges notes by id", () => {
    const base = flow([], {
      notes: [
        { id: "n1", text: "one" },
        { id: "n2", text: "two" },
      ],
    });
    const mine = flow([], {
      notes: [
        { id: "n1", text: "one!" },
        { id: "n2", text: "two" },
        { id: "n3", text: "three" },
      ],
    });
    const theirs = flow([], { notes: [{ id: "n1", text: "one" }] });
    expect(merge3(base, mine, theirs).document.notes).toEqual([
      { id: "n1", text: "one!" },
      { id: "n3", text: "three" },
    ]);
  });
});

function sorted(notes: FlowDocument["notes"]): unknown[] {
  return [...(notes ?? [])].sort((a, b) => a.id.localeCompare(b.id));
}
