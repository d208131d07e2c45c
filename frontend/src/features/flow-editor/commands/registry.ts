import type { FlowDocument, Position } from "@/lib/definition/types";
import {
  addGroup,
  addNote,
  removeGroups,
  removeNotes,
  setFlowFields,
  setGroup,
  setNote,
} from "../document/canvasItems";
import { duplicateSteps, pasteClip, readClip } from "../document/clipboard";
import {
  connect,
  findEdge,
  insertOnEdge,
  moveTransition,
  removeEdges,
  retarget,
  wireIn,
} from "../document/edges";
import { renameStep } from "../document/rename";
import {
  addStep,
  freeStepId,
  moveSteps,
  newStep,
  removeSteps,
  replaceStep,
  setDisabled,
  setStart,
  setStepFields,
} from "../document/steps";
import { insertBefore, setEdgeKind, setEdgeLabel } from "../document/ways";
import type { CommandArgs, CommandId, DocumentCommand, EditorSnapshot, Outcome, Selection } from "./types";

type Registry = { [Id in CommandId]: DocumentCommand<CommandArgs[Id]> };

const same = (document: FlowDocument): Outcome => ({ document, gesture: "" });
const count = (number: number, one: string, many = `${one}s`): string =>
  number === 1 ? `1 ${one}` : `${number} ${many}`;
const nameOf = (document: FlowDocument, stepId: string): string =>
  document.steps[stepId]?.displayName || stepId;
const onlyStep = ({ selection }: EditorSnapshot): string | null =>
  selection.steps.length === 1 ? (selection.steps[0] ?? null) : null;
const isEmpty = (selection: Selection): boolean =>
  selection.steps.length + selection.edges.length + selection.notes.length + selection.groups.length === 0;

function stemOf(type: { type: string; module?: string | null }): string {
  return (type.module?.split("/").at(-1) ?? type.type).toLowerCase().replaceAll("-", "_");
}

function named(gesture: string | undefined, fallback: string): string {
  return gesture || fallback;
}

/** Every change of the document, one definition for menus, palette, keyboard and tests. */
export const COMMANDS: Registry = {
  "step.add": {
    id: "step.add",
    label: "Add a step",
    group: "insert",
    run(document, { type, position, after }) {
      const id = freeStepId(document, stemOf(type));
      const added = addStep(document, newStep(type, id, position));
      const wired = after
        ? connect(added, { source: after.source, target: id, kind: after.kind }).document
        : added;
      return {
        document: wired,
        gesture: `Add ${type.label}`,
        selection: { steps: [id] },
        open: { stepId: id },
      };
    },
  },
  "step.insertOnEdge": {
    id: "step.insertOnEdge",
    label: "Insert a step on the wire",
    group: "insert",
    run(document, { type, edgeId, position, places = {} }) {
      const id = freeStepId(document, stemOf(type));
      const next = insertOnEdge(document, edgeId, newStep(type, id, position));
      if (next === document) return same(document);
      return {
        document: moveSteps(next, places),
        gesture: `Insert ${type.label}`,
        selection: { steps: [id] },
        open: { stepId: id },
      };
    },
  },
  "step.insertBefore": {
    id: "step.insertBefore",
    label: "Insert a step before",
    group: "insert",
    run(document, { type, stepId, position }) {
      const id = freeStepId(document, stemOf(type));
      const next = insertBefore(document, stepId, newStep(type, id, position));
      if (next === document) return same(document);
      return {
        document: next,
        gesture: `Insert ${type.label} before ${nameOf(document, stepId)}`,
        selection: { steps: [id] },
      };
    },
  },
  "step.set": {
    id: "step.set",
    label: "Change a step",
    group: "step",
    run: (document, { stepId, fields, gesture, mergeKey }) => ({
      document: setStepFields(document, stepId, fields),
      gesture: named(gesture, `Change ${nameOf(document, stepId)}`),
      mergeKey,
    }),
  },
  "step.replace": {
    id: "step.replace",
    label: "Edit a step as JSON",
    group: "step",
    run: (document, { stepId, step }) => ({
      document: replaceStep(document, stepId, step),
      gesture: `Edit ${nameOf(document, stepId)} as JSON`,
      mergeKey: `step-json:${stepId}`,
    }),
  },
  "step.rename": {
    id: "step.rename",
    label: "Change a step's id",
    group: "step",
    run(document, { stepId, to }) {
      const next = renameStep(document, stepId, to);
      if (next === document) return same(document);
      return {
        document: next,
        gesture: `Rename ${stepId} to ${to}`,
        selection: { steps: [to] },
        open: { stepId: to },
      };
    },
  },
  "step.setStart": {
    id: "step.setStart",
    label: "Start the flow here",
    group: "step",
    argsFrom: (state) => {
      const stepId = onlyStep(state);
      return stepId && state.document.startStepInstanceId !== stepId ? { stepId } : null;
    },
    run: (document, { stepId }) => ({
      document: setStart(document, stepId),
      gesture: `Start at ${nameOf(document, stepId)}`,
    }),
  },
  "step.toggleDisabled": {
    id: "step.toggleDisabled",
    label: "Turn steps off or on",
    group: "step",
    shortcuts: ["d"],
    argsFrom: ({ document, selection }) =>
      selection.steps.length === 0
        ? null
        : { stepIds: selection.steps, disabled: selection.steps.some((id) => !document.steps[id]?.disabled) },
    run: (document, { stepIds, disabled }) => ({
      document: setDisabled(document, stepIds, disabled),
      gesture: `${disabled ? "Turn off" : "Turn on"} ${count(stepIds.length, "step")}`,
    }),
  },
  "step.move": {
    id: "step.move",
    label: "Move",
    group: "arrange",
    run(document, { places, notes = {}, gesture }) {
      const moved = Object.entries(notes).reduce(
        (next, [id, position]) => setNote(next, id, { position }),
        moveSteps(document, places),
      );
      const number = Object.keys(places).length + Object.keys(notes).length;
      return { document: moved, gesture: named(gesture, `Move ${count(number, "item")}`) };
    },
  },
  "step.wireIn": {
    id: "step.wireIn",
    label: "Put a step on the wire",
    group: "arrange",
    run(document, { stepId, edgeId, places }) {
      const wired = wireIn(document, edgeId, stepId);
      if (wired === document) return same(document);
      return { document: moveSteps(wired, places), gesture: `Put ${nameOf(document, stepId)} on a wire` };
    },
  },
  "selection.remove": {
    id: "selection.remove",
    label: "Delete",
    group: "edit",
    shortcuts: ["Delete", "Backspace"],
    argsFrom: ({ selection }) => (isEmpty(selection) ? null : selection),
    run(document, selection) {
      const unwired = removeEdges(document, selection.edges);
      const bare = removeGroups(removeNotes(unwired, selection.notes), selection.groups);
      const next = removeSteps(bare, selection.steps);
      const number =
        selection.steps.length + selection.edges.length + selection.notes.length + selection.groups.length;
      const single =
        number === 1 && selection.steps[0] ? nameOf(document, selection.steps[0]) : count(number, "item");
      return {
        document: next,
        gesture: `Delete ${single}`,
        selection: { steps: [], edges: [], notes: [], groups: [] },
      };
    },
  },
  "selection.duplicate": {
    id: "selection.duplicate",
    label: "Duplicate",
    group: "edit",
    shortcuts: ["Mod+d"],
    argsFrom: ({ selection }) =>
      selection.steps.length + selection.notes.length === 0
        ? null
        : { steps: selection.steps, notes: selection.notes },
    run(document, { steps, notes }) {
      const made = duplicateSteps(document, steps, notes);
      return {
        document: made.document,
        gesture: `Duplicate ${count(made.stepIds.length + made.noteIds.length, "item")}`,
        selection: { steps: made.stepIds, notes: made.noteIds, edges: [], groups: [] },
      };
    },
  },
  "selection.paste": {
    id: "selection.paste",
    label: "Paste",
    group: "edit",
    run(document, { text, at }) {
      const clip = readClip(text);
      if (!clip) return same(document);
      const made = pasteClip(document, clip, at);
      return {
        document: made.document,
        gesture: `Paste ${count(made.stepIds.length + made.noteIds.length, "item")}`,
        selection: { steps: made.stepIds, notes: made.noteIds, edges: [], groups: [] },
      };
    },
  },
  "selection.nudge": {
    id: "selection.nudge",
    label: "Nudge",
    group: "arrange",
    run(document, { steps, notes, by }) {
      const shifted = (at: Position | null | undefined): Position | null =>
        at ? { x: at.x + by.x, y: at.y + by.y } : null;
      const places = Object.fromEntries(
        steps.flatMap((id) => pair(id, shifted(document.steps[id]?.position))),
      );
      const moved = (document.notes ?? []).filter((note) => notes.includes(note.id));
      const next = moved.reduce(
        (doc, note) => setNote(doc, note.id, { position: shifted(note.position) }),
        moveSteps(document, places),
      );
      return {
        document: next,
        gesture: `Nudge ${count(steps.length + notes.length, "item")}`,
        mergeKey: `nudge:${steps.join()}:${notes.join()}`,
      };
    },
  },
  "edge.connect": {
    id: "edge.connect",
    label: "Connect steps",
    group: "insert",
    run(document, { source, target, kind }) {
      const made = connect(document, { source, target, kind });
      if (made.document === document) return same(document);
      const edge = made.edgeId ? findEdge(made.document, made.edgeId) : undefined;
      const open =
        edge?.kind === "condition"
          ? { stepId: source, field: `transitions.${edge.index}.condition` }
          : undefined;
      return {
        document: made.document,
        gesture: `Connect ${nameOf(document, source)} to ${nameOf(document, target)}`,
        ...(open && { open }),
      };
    },
  },
  "edge.retarget": {
    id: "edge.retarget",
    label: "Lead a wire to another step",
    group: "edit",
    run: (document, { edgeId, target }) => ({
      document: retarget(document, edgeId, target),
      gesture: `Lead the wire to ${nameOf(document, target)}`,
    }),
  },
  "edge.setKind": {
    id: "edge.setKind",
    label: "Change the kind of a wire",
    group: "edit",
    run(document, { edgeId, kind }) {
      const edge = findEdge(document, edgeId);
      return {
        document: setEdgeKind(document, edgeId, kind),
        gesture: edge ? `Change how ${nameOf(document, edge.source)} leads on` : "",
      };
    },
  },
  "edge.setLabel": {
    id: "edge.setLabel",
    label: "Change the text of a wire",
    group: "edit",
    run(document, { edgeId, label, mergeKey }) {
      const edge = findEdge(document, edgeId);
      const what = edge?.kind === "branch" ? "branch" : "condition";
      return {
        document: setEdgeLabel(document, edgeId, label),
        gesture: edge ? `Change a ${what} of ${nameOf(document, edge.source)}` : "",
        mergeKey,
      };
    },
  },
  "edge.remove": {
    id: "edge.remove",
    label: "Delete wires",
    group: "edit",
    run: (document, { edgeIds }) => ({
      document: removeEdges(document, edgeIds),
      gesture: `Delete ${count(edgeIds.length, "wire")}`,
      selection: { edges: [] },
    }),
  },
  "edge.reorder": {
    id: "edge.reorder",
    label: "Reorder conditions",
    group: "step",
    run: (document, { stepId, from, to }) => ({
      document: moveTransition(document, stepId, from, to),
      gesture: `Reorder the conditions of ${nameOf(document, stepId)}`,
    }),
  },
  "note.add": {
    id: "note.add",
    label: "Add a note",
    group: "insert",
    run(document, { position }) {
      const made = addNote(document, position);
      return {
        document: made.document,
        gesture: "Add a note",
        selection: { notes: [made.noteId], steps: [], edges: [], groups: [] },
      };
    },
  },
  "note.set": {
    id: "note.set",
    label: "Change a note",
    group: "edit",
    run: (document, { noteId, fields, mergeKey }) => ({
      document: setNote(document, noteId, fields),
      gesture: "Change a note",
      mergeKey,
    }),
  },
  "group.add": {
    id: "group.add",
    label: "Frame the selection",
    group: "arrange",
    shortcuts: ["Mod+g"],
    argsFrom: ({ selection }) => (selection.steps.length === 0 ? null : { stepIds: selection.steps }),
    run(document, { stepIds }) {
      const made = addGroup(document, stepIds, "Frame");
      return {
        document: made.document,
        gesture: `Frame ${count(stepIds.length, "step")}`,
        selection: { groups: [made.groupId], steps: [], edges: [], notes: [] },
      };
    },
  },
  "group.set": {
    id: "group.set",
    label: "Change a frame",
    group: "edit",
    run: (document, { groupId, fields, mergeKey }) => ({
      document: setGroup(document, groupId, fields),
      gesture: "Change a frame",
      mergeKey,
    }),
  },
  "flow.set": {
    id: "flow.set",
    label: "Change the flow's settings",
    group: "edit",
    run: (document, { fields, gesture, mergeKey }) => ({
      document: setFlowFields(document, fields),
      gesture: named(gesture, "Change the flow's settings"),
      mergeKey,
    }),
  },
  "flow.replace": {
    id: "flow.replace",
    label: "Edit the flow as JSON",
    group: "edit",
    run: (_, { document, gesture, mergeKey }) => ({
      document,
      gesture: named(gesture, "Edit as JSON"),
      mergeKey,
      selection: { steps: [], edges: [], notes: [], groups: [] },
    }),
  },
};

function pair<T>(key: string, value: T | null): [string, T][] {
  return value === null ? [] : [[key, value]];
}

/** Whether a command can run now from a menu, the palette or the keyboard. */
export function isEnabled(id: CommandId, state: EditorSnapshot): boolean {
  return !state.readOnly && (COMMANDS[id].argsFrom?.(state) ?? null) !== null;
}
