import type { EdgeKind } from "@/lib/definition/edges";
import type { FlowDocument, Group, Note, Position, StepInstance, StepType } from "@/lib/definition/types";

/** What is selected on the canvas and in the outline. */
export interface Selection {
  steps: readonly string[];
  edges: readonly string[];
  notes: readonly string[];
  groups: readonly string[];
}

export const NOTHING: Selection = { steps: [], edges: [], notes: [], groups: [] };

/** What a command may look at: never the screen, the clock or the server. */
export interface EditorSnapshot {
  document: FlowDocument;
  selection: Selection;
  readOnly: boolean;
  canUndo: boolean;
  canRedo: boolean;
}

/** What a command gives: the next document, what to select then, and the gesture's name for the history. */
export interface Outcome {
  document: FlowDocument;
  gesture: string;
  selection?: Partial<Selection>;
  mergeKey?: string;
  /** Opens the step panel of this step, at a field if named. */
  open?: { stepId: string; field?: string };
}

/**
 * A change of the document that a person can ask for. `run` is pure. Without args (from a menu, the palette or the
 * keyboard) `argsFrom` takes them from the selection; null says that the command cannot run now.
 */
export interface DocumentCommand<A> {
  id: string;
  label: string;
  group: "edit" | "arrange" | "step" | "insert";
  shortcuts?: readonly string[];
  argsFrom?: (state: EditorSnapshot) => A | null;
  run: (document: FlowDocument, args: A) => Outcome;
}

/** The arguments of every document command, by id. */
export interface CommandArgs {
  "step.add": {
    type: StepType;
    position: Position;
    after?: { source: string; kind?: EdgeKind | "next" };
  };
  "step.insertBefore": { type: StepType; stepId: string; position: Position };
  "step.insertOnEdge": {
    type: StepType;
    edgeId: string;
    position: Position;
    /** Where other steps go to make room. */
    places?: Readonly<Record<string, Position>>;
  };
  "step.set": { stepId: string; fields: Record<string, unknown>; gesture?: string; mergeKey?: string };
  "step.replace": { stepId: string; step: StepInstance };
  "step.rename": { stepId: string; to: string };
  "step.setStart": { stepId: string };
  "step.toggleDisabled": { stepIds: readonly string[]; disabled: boolean };
  "step.move": {
    places: Readonly<Record<string, Position>>;
    notes?: Readonly<Record<string, Position>>;
    gesture?: string;
  };
  "step.wireIn": { stepId: string; edgeId: string; places: Readonly<Record<string, Position>> };
  "selection.remove": Selection;
  "selection.duplicate": { steps: readonly string[]; notes: readonly string[] };
  "selection.paste": { text: string; at?: Position };
  "selection.nudge": { steps: readonly string[]; notes: readonly string[]; by: Position };
  "edge.connect": {
    source: string;
    target: string;
    kind?: EdgeKind | "next";
  };
  "edge.retarget": { edgeId: string; target: string };
  "edge.setKind": { edgeId: string; kind: EdgeKind };
  "edge.setLabel": { edgeId: string; label: string; mergeKey?: string };
  "edge.remove": { edgeIds: readonly string[] };
  "edge.reorder": { stepId: string; from: number; to: number };
  "note.add": { position: Position };
  "note.set": { noteId: string; fields: Partial<Note>; mergeKey?: string };
  "group.add": { stepIds: readonly string[] };
  "group.set": {
    groupId: string;
    fields: Partial<Group>;
    mergeKey?: string;
  };
  "flow.set": { fields: Record<string, unknown>; gesture?: string; mergeKey?: string };
  "flow.replace": { document: FlowDocument; gesture?: string; mergeKey?: string };
}

export type CommandId = keyof CommandArgs;

/** The commands of some groups of ids, such as `step` for `step.add`, `step.move` … */
export type CommandsOf<Prefix extends string> = {
  [Id in Extract<CommandId, `${Prefix}.${string}`>]: DocumentCommand<CommandArgs[Id]>;
};
