import type { Position } from "@/lib/definition/types";
import { removeGroups, removeNotes, setNote } from "../document/canvasItems";
import { duplicateSteps, type Pasted, pasteClip, readClip } from "../document/clipboard";
import { removeEdges } from "../document/edges";
import { moveSteps, removeSteps } from "../document/steps";
import { type CommandsOf, NOTHING, type Outcome, type Selection } from "./types";
import { count, nameOf, unchanged } from "./wording";

const sizeOf = ({ steps, edges, notes, groups }: Selection): number =>
  steps.length + edges.length + notes.length + groups.length;

/** New steps and notes, selected. */
function added(gesture: string, { document, stepIds, noteIds }: Pasted): Outcome {
  return {
    document,
    gesture: `${gesture} ${count(stepIds.length + noteIds.length, "item")}`,
    selection: { ...NOTHING, steps: stepIds, notes: noteIds },
  };
}

function pair<T>(key: string, value: T | null): [string, T][] {
  return value === null ? [] : [[key, value]];
}

/** What is done to all that is selected. */
export const SELECTION_COMMANDS: CommandsOf<"selection"> = {
  "selection.remove": {
    id: "selection.remove",
    label: "Delete",
    group: "edit",
    shortcuts: ["Delete", "Backspace"],
    argsFrom: ({ selection }) => (sizeOf(selection) === 0 ? null : selection),
    run(document, selection) {
      const unwired = removeEdges(document, selection.edges);
      const bare = removeGroups(removeNotes(unwired, selection.notes), selection.groups);
      const next = removeSteps(bare, selection.steps);
      const number = sizeOf(selection);
      const single =
        number === 1 && selection.steps[0] ? nameOf(document, selection.steps[0]) : count(number, "item");
      return {
        document: next,
        gesture: `Delete ${single}`,
        selection: NOTHING,
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
      return added("Duplicate", made);
    },
  },
  "selection.paste": {
    id: "selection.paste",
    label: "Paste",
    group: "edit",
    run(document, { text, at }) {
      const clip = readClip(text);
      if (!clip) return unchanged(document);
      const made = pasteClip(document, clip, at);
      return added("Paste", made);
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
};
