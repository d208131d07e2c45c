import { addGroup, addNote, setFlowFields, setGroup, setNote } from "../document/canvasItems";
import { type CommandsOf, NOTHING } from "./types";
import { count, named } from "./wording";

/** What is done to notes, frames and the flow as a whole. */
export const ITEM_COMMANDS: CommandsOf<"note" | "group" | "flow"> = {
  "note.add": {
    id: "note.add",
    label: "Add a note",
    group: "insert",
    run(document, { position }) {
      const made = addNote(document, position);
      return {
        document: made.document,
        gesture: "Add a note",
        selection: { ...NOTHING, notes: [made.noteId] },
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
        selection: { ...NOTHING, groups: [made.groupId] },
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
      selection: NOTHING,
    }),
  },
};
