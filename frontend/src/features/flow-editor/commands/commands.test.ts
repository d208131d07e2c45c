import { describe, expect, it } from "vitest";
import type { FlowDocument, Group, Note, StepInstance, StepType } from "@/lib/definition/types";
import { COMMANDS, isEnabled } from "./registry";
import { type CommandArgs, type CommandId, type EditorSnapshot, NOTHING, type Outcome } from "./types";

function step(id: string, fields: Record<string, unknown> = {}): StepInstance {
  return { stepInstanceId: id, stepType: "NO_OP", ...fields } as StepInstance;
}

function flow(steps: StepInstance[], fields: Record<string, unknown> = {}): FlowDocument {
  return {
    steps: Object.fromEntries(steps.map((one) => [one.stepInstanceId, one])),
    startStepInstanceId: steps[0]?.stepInstanceId ?? "",
    ...fields,
  } as FlowDocument;
}

const to = (id: string) => ({ defaultNextStepInstanceId: id });
const at = (x: number, y: number) => ({ position: { x, y } });
const way = (condition: string, nextStepInstanceId: string) => ({ condition, nextStepInstanceId });
const TYPE = {
  type: "API_CALL",
  module: null,
  label: "API call",
  defaults: { method: "GET" },
} as Partial<StepType> as StepType;
const made = (id: string, fields: Record<string, unknown> = {}) =>
  step(id, { stepType: "API_CALL", displayName: "API call", method: "GET", ...at(9, 9), ...fields });
const none = { steps: [], edges: [], notes: [], groups: [] };

const chain = flow([
  step("a", { displayName: "First", ...to("b"), ...at(0, 0) }),
  step("b", { ...to("c"), ...at(10, 0) }),
  step("c", at(20, 0)),
]);
const note = { id: "n", text: "hi", position: { x: 1, y: 1 } } as Note;
const group = { id: "g", label: "Frame", stepInstanceIds: ["a", "b"] } as Group;
const pinned = flow([step("a", at(0, 0))], { notes: [note], groups: [group] });

interface Example<Id extends CommandId = CommandId> {
  id: Id;
  from: FlowDocument;
  args: CommandArgs[Id];
  gives: Outcome;
}
const example = <Id extends CommandId>(
  id: Id,
  from: FlowDocument,
  args: CommandArgs[Id],
  gives: Outcome,
): Example => ({ id, from, args, gives }) as Example;
const changed = (document: FlowDocument, ...steps: StepInstance[]): FlowDocument => ({
  ...document,
  steps: { ...document.steps, ...Object.fromEntries(steps.map((one) => [one.stepInstanceId, one])) },
});

const EXAMPLES: Example[] = [
  example(
    "step.add",
    chain,
    { type: TYPE, position: { x: 9, y: 9 }, after: { source: "c", kind: "next" } },
    {
      document: changed(chain, step("c", { ...at(20, 0), ...to("api_call") }), made("api_call")),
      gesture: "Add API call",
      selection: { steps: ["api_call"] },
      open: { stepId: "api_call" },
    },
  ),
  example(
    "step.insertOnEdge",
    chain,
    { type: TYPE, edgeId: "a|default|0", position: { x: 9, y: 9 } },
    {
      document: changed(
        chain,
        step("a", { displayName: "First", ...to("api_call"), ...at(0, 0) }),
        made("api_call", to("b")),
      ),
      gesture: "Insert API call",
      selection: { steps: ["api_call"] },
      open: { stepId: "api_call" },
    },
  ),
  example(
    "step.insertBefore",
    chain,
    { type: TYPE, stepId: "a", position: { x: 9, y: 9 } },
    {
      document: { ...changed(chain, made("api_call", to("a"))), startStepInstanceId: "api_call" },
      gesture: "Insert API call before First",
      selection: { steps: ["api_call"] },
    },
  ),
  example(
    "step.set",
    chain,
    { stepId: "c", fields: { displayName: "Last", position: undefined }, mergeKey: "k" },
    {
      document: changed(chain, step("c", { displayName: "Last" })),
      gesture: "Change c",
      mergeKey: "k",
    },
  ),
  example(
    "step.replace",
    chain,
    { stepId: "c", step: step("x", { stepType: "END_FLOW" }) },
    {
      document: changed(chain, step("c", { stepType: "END_FLOW" })),
      gesture: "Edit c as JSON",
      mergeKey: "step-json:c",
    },
  ),
  example(
    "step.rename",
    flow([step("a", to("b")), step("b", { inputMappings: { x: "$.steps_output.a.y" } })]),
    { stepId: "a", to: "z" },
    {
      document: flow([step("z", to("b")), step("b", { inputMappings: { x: "$.steps_output.z.y" } })]),
      gesture: "Rename a to z",
      selection: { steps: ["z"] },
      open: { stepId: "z" },
    },
  ),
  example(
    "step.setStart",
    chain,
    { stepId: "b" },
    { document: { ...chain, startStepInstanceId: "b" }, gesture: "Start at b" },
  ),
  example(
    "step.toggleDisabled",
    chain,
    { stepIds: ["b", "c"], disabled: true },
    {
      document: changed(
        chain,
        step("b", { ...to("c"), ...at(10, 0), disabled: true }),
        step("c", { ...at(20, 0), disabled: true }),
      ),
      gesture: "Turn off 2 steps",
    },
  ),
  example(
    "step.move",
    pinned,
    { places: { a: { x: 5, y: 6 } }, notes: { n: { x: 7, y: 8 } } },
    {
      document: { ...changed(pinned, step("a", at(5, 6))), notes: [{ ...note, position: { x: 7, y: 8 } }] },
      gesture: "Move 2 items",
    },
  ),
  example(
    "step.wireIn",
    changed(chain, step("x", at(5, 5))),
    { stepId: "x", edgeId: "a|default|0", places: { x: { x: 7, y: 7 } } },
    {
      document: changed(
        chain,
        step("a", { displayName: "First", ...to("x"), ...at(0, 0) }),
        step("x", { ...to("b"), ...at(7, 7) }),
      ),
      gesture: "Put x on a wire",
    },
  ),
  example(
    "selection.remove",
    chain,
    { ...NOTHING, steps: ["b"] },
    {
      document: flow([step("a", { displayName: "First", ...to("c"), ...at(0, 0) }), step("c", at(20, 0))]),
      gesture: "Delete b",
      selection: none,
    },
  ),
  example(
    "selection.duplicate",
    chain,
    { steps: ["b"], notes: [] },
    {
      document: changed(chain, step("b_2", { ...to("c"), ...at(50, 40) })),
      gesture: "Duplicate 1 item",
      selection: { ...none, steps: ["b_2"] },
    },
  ),
  example(
    "selection.paste",
    chain,
    { text: JSON.stringify({ steps: { x: step("x", { ...to("a"), ...at(3, 3) }) } }), at: { x: 100, y: 50 } },
    {
      document: changed(chain, step("x", { ...to("a"), ...at(100, 50) })),
      gesture: "Paste 1 item",
      selection: { ...none, steps: ["x"] },
    },
  ),
  example(
    "selection.nudge",
    pinned,
    { steps: ["a"], notes: ["n"], by: { x: 1, y: -1 } },
    {
      document: { ...changed(pinned, step("a", at(1, -1))), notes: [{ ...note, position: { x: 2, y: 0 } }] },
      gesture: "Nudge 2 items",
      mergeKey: "nudge:a:n",
    },
  ),
  example(
    "edge.connect",
    chain,
    { source: "a", target: "c" },
    {
      document: changed(
        chain,
        step("a", { displayName: "First", ...to("b"), ...at(0, 0), transitions: [way("", "c")] }),
      ),
      gesture: "Connect First to c",
      open: { stepId: "a", field: "transitions.0.condition" },
    },
  ),
  example(
    "edge.retarget",
    chain,
    { edgeId: "a|default|0", target: "c" },
    {
      document: changed(chain, step("a", { displayName: "First", ...to("c"), ...at(0, 0) })),
      gesture: "Lead the wire to c",
    },
  ),
  example(
    "edge.setKind",
    chain,
    { edgeId: "b|default|0", kind: "error" },
    {
      document: changed(chain, step("b", { ...at(10, 0), onError: { fallbackStepInstanceId: "c" } })),
      gesture: "Change how b leads on",
    },
  ),
  example(
    "edge.setLabel",
    flow([step("a", { transitions: [way("$.x", "a")] })]),
    { edgeId: "a|condition|0", label: "$.y", mergeKey: "k" },
    {
      document: flow([step("a", { transitions: [way("$.y", "a")] })]),
      gesture: "Change a condition of a",
      mergeKey: "k",
    },
  ),
  example(
    "edge.remove",
    chain,
    { edgeIds: ["a|default|0", "b|default|0"] },
    {
      document: changed(chain, step("a", { displayName: "First", ...at(0, 0) }), step("b", at(10, 0))),
      gesture: "Delete 2 wires",
      selection: { edges: [] },
    },
  ),
  example(
    "edge.reorder",
    flow([step("a", { transitions: [way("$.x", "a"), way("$.y", "a")] })]),
    { stepId: "a", from: 1, to: 0 },
    {
      document: flow([step("a", { transitions: [way("$.y", "a"), way("$.x", "a")] })]),
      gesture: "Reorder the conditions of a",
    },
  ),
  example(
    "note.add",
    pinned,
    { position: { x: 4, y: 4 } },
    {
      document: {
        ...pinned,
        notes: [
          note,
          {
            id: "note",
            text: "",
            position: { x: 4, y: 4 },
            size: { width: 220, height: 120 },
            color: "yellow",
          },
        ],
      },
      gesture: "Add a note",
      selection: { ...none, notes: ["note"] },
    },
  ),
  example(
    "note.set",
    pinned,
    { noteId: "n", fields: { text: "bye" }, mergeKey: "k" },
    {
      document: { ...pinned, notes: [{ ...note, text: "bye" }] },
      gesture: "Change a note",
      mergeKey: "k",
    },
  ),
  example(
    "group.add",
    pinned,
    { stepIds: ["a"] },
    {
      document: {
        ...pinned,
        groups: [
          { ...group, stepInstanceIds: ["b"] },
          { id: "group", label: "Frame", stepInstanceIds: ["a"], color: "blue", collapsed: false },
        ],
      },
      gesture: "Frame 1 step",
      selection: { ...none, groups: ["group"] },
    },
  ),
  example(
    "group.set",
    pinned,
    { groupId: "g", fields: { collapsed: true }, mergeKey: "k" },
    {
      document: { ...pinned, groups: [{ ...group, collapsed: true }] },
      gesture: "Change a frame",
      mergeKey: "k",
    },
  ),
  example(
    "flow.set",
    chain,
    { fields: { timeoutSeconds: 60 }, gesture: "Set the time-out" },
    {
      document: { ...chain, timeoutSeconds: 60 },
      gesture: "Set the time-out",
    },
  ),
  example(
    "flow.replace",
    chain,
    { document: pinned },
    { document: pinned, gesture: "Edit as JSON", selection: none },
  ),
];

describe("every command", () => {
  it("has an example here", () => {
    const covered = new Set(EXAMPLES.map(({ id }) => id));
    expect(Object.keys(COMMANDS).filter((id) => !covered.has(id as CommandId))).toEqual([]);
  });

  it.each(EXAMPLES.map((one) => [one.id, one] as const))(
    "%s gives exactly this",
    (_, { id, from, args, gives }) => {
      const run = COMMANDS[id].run as (document: FlowDocument, args: unknown) => Outcome;
      const { document, ...rest } = run(from, args);
      const { document: expected, ...expectedRest } = gives;
      expect(document).toEqual(expected);
      expect(rest).toEqual(expectedRest);
    },
  );
});

describe("commands from a menu or the keyboard", () => {
  const state = (
    selection: Partial<EditorSnapshot["selection"]>,
    more: Partial<EditorSnapshot> = {},
  ): EditorSnapshot => ({
    document: chain,
    selection: { ...NOTHING, ...selection },
    readOnly: false,
    canUndo: false,
    canRedo: false,
    ...more,
  });

  it("take their arguments from the selection", () => {
    expect(COMMANDS["step.setStart"].argsFrom?.(state({ steps: ["b"] }))).toEqual({ stepId: "b" });
    expect(COMMANDS["step.toggleDisabled"].argsFrom?.(state({ steps: ["a", "b"] }))).toEqual({
      stepIds: ["a", "b"],
      disabled: true,
    });
    expect(COMMANDS["selection.duplicate"].argsFrom?.(state({ steps: ["a"], notes: ["n"] }))).toEqual({
      steps: ["a"],
      notes: ["n"],
    });
    expect(COMMANDS["group.add"].argsFrom?.(state({ steps: ["a"] }))).toEqual({ stepIds: ["a"] });
  });

  it("are off when they would do nothing", () => {
    expect(isEnabled("selection.remove", state({}))).toBe(false);
    expect(isEnabled("step.setStart", state({ steps: ["a"] }))).toBe(false);
    expect(isEnabled("step.setStart", state({ steps: ["a", "b"] }))).toBe(false);
    expect(isEnabled("selection.duplicate", state({ edges: ["a|default|0"] }))).toBe(false);
    expect(isEnabled("selection.remove", state({ steps: ["a"] }, { readOnly: true }))).toBe(false);
    expect(isEnabled("selection.remove", state({ steps: ["a"] }))).toBe(true);
  });
});
