import { expect, it } from "vitest";
import type { FlowDocument, StepInstance } from "@/lib/definition/types";
import { changedSteps, editsOn, takeOver, withEdits } from "./editedSteps";

const step = (id: string, fields: object = {}): StepInstance => ({
  stepInstanceId: id,
  stepType: "NO_OP",
  ...fields,
});

const flow = (...steps: StepInstance[]): FlowDocument => ({
  schemaVersion: "1",
  startStepInstanceId: "a",
  steps: Object.fromEntries(steps.map((one) => [one.stepInstanceId, one])),
});

const BASE = flow(step("a", { inputMappings: { x: "$.wrong" } }), step("b"));
const MENDED = { a: step("a", { inputMappings: { x: "$.right" } }) };

it("counts a step as changed only while it differs", () => {
  expect(changedSteps(BASE, { ...MENDED, b: step("b") })).toEqual(["a"]);
  expect(withEdits(BASE, MENDED).steps).toEqual({ ...MENDED, b: step("b") });
});

it("takes over the edited fields and leaves the other changes of the draft", () => {
  const draft = flow(step("a", { inputMappings: { x: "$.wrong" }, displayName: "New name" }), step("c"));
  const taken = takeOver(BASE, MENDED, draft);
  expect(taken).toEqual({
    document: flow(step("a", { inputMappings: { x: "$.right" }, displayName: "New name" }), step("c")),
  });
});

it("takes a field away that the edit has taken away", () => {
  const draft = flow(step("a", { inputMappings: { x: "$.wrong" } }));
  expect(takeOver(BASE, { a: step("a") }, draft)).toEqual({ document: flow(step("a")) });
});

it("changes nothing when the draft holds the edit already", () => {
  const draft = withEdits(BASE, MENDED);
  expect(takeOver(BASE, MENDED, draft)).toEqual({ document: draft });
});

it("names the fields that the draft has otherwise, and steps that it has not", () => {
  const draft = flow(step("a", { inputMappings: { x: "$.third" } }));
  expect(takeOver(BASE, { ...MENDED, b: step("b", { disabled: true }) }, draft)).toEqual({
    conflicts: [
      { stepId: "a", fields: ["inputMappings"] },
      { stepId: "b", fields: [] },
    ],
  });
});

it("puts edits of an older document on the one of today, and names those that do not fit it", () => {
  const edits = { a: { before: BASE.steps.a as StepInstance, after: MENDED.a } };
  const renamed = step("a", { inputMappings: { x: "$.wrong" }, displayName: "New name" });
  expect(editsOn(flow(renamed), edits)).toEqual({
    steps: { a: step("a", { inputMappings: { x: "$.right" }, displayName: "New name" }) },
    lost: [],
  });
  expect(editsOn(flow(step("a", { inputMappings: { x: "$.third" } })), edits)).toEqual({
    steps: {},
    lost: ["a"],
  });
  expect(editsOn(flow(step("b")), edits)).toEqual({ steps: {}, lost: ["a"] });
});
