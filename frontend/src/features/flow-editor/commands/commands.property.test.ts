import Ajv2020 from "ajv/dist/2020";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import openapi from "@/api/openapi.json";
import { edgesOf } from "@/lib/definition/edges";
import type { FlowDocument, Position, StepInstance, StepType } from "@/lib/definition/types";
import { createEditorStore, type EditorStore } from "../store";
import { COMMANDS } from "./registry";
import type { CommandArgs, CommandId } from "./types";

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(openapi, "openapi");
const isValid = ajv.compile({ $ref: "openapi#/components/schemas/FlowDefinition" });

const IDS = ["start", "call", "check", "done"];
const target = fc.option(fc.constantFrom(...IDS), { nil: undefined });
const position: fc.Arbitrary<Position> = fc.record({
  x: fc.integer({ min: -900, max: 900 }),
  y: fc.integer({ min: -900, max: 900 }),
});
const step = (id: string): fc.Arbitrary<StepInstance> =>
  fc
    .record(
      {
        stepType: fc.constantFrom("NO_OP", "API_CALL", "PARALLEL_FORK_MANAGER", "WAIT_FOR_EXTERNAL_EVENT"),
        displayName: fc.string({ maxLength: 12 }),
        position,
        defaultNextStepInstanceId: target,
        onTimeoutStepInstanceId: target,
        transitions: fc.array(
          fc.record({
            condition: fc.constantFrom("$.a", "$.steps_output.call.x > 1"),
            nextStepInstanceId: fc.constantFrom(...IDS),
          }),
          { maxLength: 3 },
        ),
        parallelBranches: fc.array(
          fc.record({ branchId: fc.string({ minLength: 1 }), stepInstanceId: fc.constantFrom(...IDS) }),
          { maxLength: 2 },
        ),
        onError: fc.record({ fallbackStepInstanceId: fc.constantFrom(...IDS) }),
        inputMappings: fc.constant({ x: "$.steps_output.check.y" }),
        disabled: fc.boolean(),
      },
      { requiredKeys: ["stepType"] },
    )
    .map((fields) => JSON.parse(JSON.stringify({ stepInstanceId: id, ...fields })));

const documents: fc.Arbitrary<FlowDocument> = fc
  .record({
    ids: fc.subarray(IDS, { minLength: 1 }),
    steps: fc.tuple(...IDS.map(step)),
    notes: fc.uniqueArray(fc.record({ id: fc.constantFrom("n1", "n2"), text: fc.string(), position }), {
      selector: ({ id }) => id,
    }),
    groups: fc.uniqueArray(
      fc.record({ id: fc.constantFrom("g1", "g2"), stepInstanceIds: fc.subarray(IDS) }),
      { selector: ({ id }) => id },
    ),
  })
  .map(
    ({ ids, steps, notes, groups }) =>
      ({
        steps: Object.fromEntries(
          steps.filter((one) => ids.includes(one.stepInstanceId)).map((one) => [one.stepInstanceId, one]),
        ),
        startStepInstanceId: ids[0] ?? "",
        notes,
        groups,
      }) as FlowDocument,
  );

const TYPE = {
  type: "API_CALL",
  module: null,
  label: "API call",
  defaults: { customConfig: { timeoutMs: 5 } },
} as Partial<StepType> as StepType;

/** Numbers that choose among what the document has when the command runs. */
interface Dice {
  command: number;
  one: number;
  other: number;
  at: Position;
  text: string;
  flag: boolean;
}
const dice: fc.Arbitrary<Dice> = fc.record({
  command: fc.nat(),
  one: fc.nat(),
  other: fc.nat(),
  at: position,
  text: fc.constantFrom("a", "new_id", "$.x == 1", "check", "  ", "9 no id"),
  flag: fc.boolean(),
});

const pick = <T>(list: readonly T[], number: number): T | undefined =>
  list[number % Math.max(1, list.length)];

/** Arguments for a command, chosen by the dice: mostly of things that are there, sometimes of things that are not. */
function argsFor(document: FlowDocument, roll: Dice): { [Id in CommandId]: CommandArgs[Id] } {
  const ids = [...Object.keys(document.steps), "gone"];
  const [a = "gone", b = "gone"] = [pick(ids, roll.one), pick(ids, roll.other)];
  const edge = pick([...edgesOf(document).map(({ id }) => id), "gone|default|0"], roll.one) ?? "";
  const note = pick([...(document.notes ?? []).map(({ id }) => id), "gone"], roll.other) ?? "";
  const group = pick([...(document.groups ?? []).map(({ id }) => id), "gone"], roll.other) ?? "";
  const kind =
    pick(["next", "default", "condition", "error", "timeout", "branch"] as const, roll.other) ?? "next";
  const stepIds = [...new Set([a, b])];
  const selection = { steps: stepIds, edges: [edge], notes: [note], groups: [group] };
  const clip = JSON.stringify({
    steps: Object.fromEntries(Object.entries(document.steps).slice(0, 1 + (roll.one % 3))),
  });
  return {
    "step.add": { type: TYPE, position: roll.at, ...(roll.flag && { after: { source: a, kind } }) },
    "step.insertBefore": { type: TYPE, stepId: a, position: roll.at },
    "step.insertOnEdge": { type: TYPE, edgeId: edge, position: roll.at },
    "step.set": {
      stepId: a,
      fields: { displayName: roll.text, description: roll.flag ? roll.text : undefined },
      ...(roll.flag && { mergeKey: "typing" }),
    },
    "step.replace": { stepId: a, step: { stepInstanceId: "other", stepType: "NO_OP" } as StepInstance },
    "step.rename": { stepId: a, to: roll.text },
    "step.setStart": { stepId: a },
    "step.toggleDisabled": { stepIds, disabled: roll.flag },
    "step.move": { places: { [a]: roll.at }, notes: { [note]: roll.at } },
    "step.wireIn": { stepId: a, edgeId: edge, places: { [a]: roll.at } },
    "selection.remove": selection,
    "selection.duplicate": { steps: stepIds, notes: [note] },
    "selection.paste": { text: roll.flag ? clip : roll.text, at: roll.at },
    "selection.nudge": { steps: stepIds, notes: [note], by: { x: 1, y: 0 } },
    "edge.connect": { source: a, target: b, kind },
    "edge.retarget": { edgeId: edge, target: b },
    "edge.setKind": { edgeId: edge, kind: kind === "next" ? "default" : kind },
    "edge.setLabel": { edgeId: edge, label: roll.text },
    "edge.remove": { edgeIds: [edge] },
    "edge.reorder": { stepId: a, from: roll.one % 3, to: roll.other % 3 },
    "note.add": { position: roll.at },
    "note.set": { noteId: note, fields: { text: roll.text } },
    "group.add": { stepIds: Object.keys(document.steps).slice(0, 1 + (roll.one % 3)) },
    "group.set": { groupId: group, fields: { collapsed: roll.flag } },
    "flow.set": { fields: { timeoutSeconds: roll.flag ? 60 : undefined } },
    "flow.replace": { document: { ...document, flowVariables: { [roll.text]: 1 } } },
  };
}

const COMMAND_IDS = Object.keys(COMMANDS) as CommandId[];

function dispatch<Id extends CommandId>(store: EditorStore, id: Id, roll: Dice): boolean {
  return store.getState().dispatch(id, argsFor(store.getState().document, roll)[id]);
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}

function opened(document: FlowDocument): EditorStore {
  let now = 0;
  // Gestures lie further apart than what is merged into one entry.
  return createEditorStore({ flowId: "f", version: 1, document: frozen(document), now: () => (now += 5000) });
}

const session = fc.tuple(documents, fc.array(dice, { minLength: 1, maxLength: 25 }));
const rolled = (roll: Dice): CommandId => COMMAND_IDS[roll.command % COMMAND_IDS.length] ?? "step.add";

describe("any sequence of commands on any flow", () => {
  it("is judged by a schema that refuses what is no flow", () => {
    expect(isValid({ steps: { a: { stepType: "NO_OP" } }, startStepInstanceId: "a" })).toBe(false);
  });

  it("starts with a document that the server takes", () => {
    fc.assert(
      fc.property(
        documents,
        (document) => void expect([isValid(document), isValid.errors]).toEqual([true, null]),
      ),
    );
  });

  it("never throws, never touches the document it is given, and keeps it as the server takes it", () => {
    fc.assert(
      fc.property(session, ([document, rolls]) => {
        const store = opened(document);
        for (const roll of rolls) {
          const before = structuredClone(store.getState().document);
          const given = frozen(store.getState().document);
          dispatch(store, rolled(roll), roll);
          expect(given).toEqual(before);
          expect([rolled(roll), isValid(store.getState().document), isValid.errors]).toEqual([
            rolled(roll),
            true,
            null,
          ]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("keeps every step under its own id", () => {
    fc.assert(
      fc.property(session, ([document, rolls]) => {
        const store = opened(document);
        for (const roll of rolls) dispatch(store, rolled(roll), roll);
        for (const [id, one] of Object.entries(store.getState().document.steps))
          expect(one.stepInstanceId).toBe(id);
      }),
    );
  });

  it("is undone to the very same documents, and redone", () => {
    fc.assert(
      fc.property(session, ([document, rolls]) => {
        const store = opened(document);
        const seen = [store.getState().document];
        for (const roll of rolls)
          if (dispatch(store, rolled(roll), roll)) seen.push(store.getState().document);
        for (const expected of [...seen].reverse()) {
          expect(store.getState().document).toBe(expected);
          store.getState().undo();
        }
        for (const expected of seen) {
          expect(store.getState().document).toBe(expected);
          store.getState().redo();
        }
      }),
      { numRuns: 200 },
    );
  });

  it("says whether it changed anything, and names every change", () => {
    fc.assert(
      fc.property(session, ([document, rolls]) => {
        const store = opened(document);
        for (const roll of rolls) {
          const before = store.getState();
          const changed = dispatch(store, rolled(roll), roll);
          const after = store.getState();
          expect(changed).toBe(after.document !== before.document);
          expect(after.history.entries.length).toBe(before.history.entries.length + Number(changed));
          if (changed) expect(after.history.entries.at(-1)?.gesture).not.toBe("");
        }
      }),
    );
  });

  it("selects and opens only what is there", () => {
    fc.assert(
      fc.property(session, ([document, rolls]) => {
        const store = opened(document);
        for (const roll of rolls) {
          dispatch(store, rolled(roll), roll);
          const { selection, open, document: after } = store.getState();
          for (const id of selection.steps) expect(after.steps).toHaveProperty([id]);
          if (open) expect(after.steps).toHaveProperty([open.stepId]);
        }
      }),
    );
  });

  it("changes nothing in an editor that is read only", () => {
    fc.assert(
      fc.property(session, ([document, rolls]) => {
        const store = opened(document);
        store.setState({ readOnly: true });
        for (const roll of rolls) expect(dispatch(store, rolled(roll), roll)).toBe(false);
        expect(store.getState().document).toBe(document);
      }),
    );
  });
});
