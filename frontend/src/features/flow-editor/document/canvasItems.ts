import { produce } from "immer";
import type { FlowDocument, Group, Note, Position } from "@/lib/definition/types";
import { freeId } from "./clipboard";

/** The colours of notes and frames: names of the theme's colours. */
export const ITEM_COLORS = ["yellow", "blue", "green", "pink", "violet", "gray"] as const;

/** Puts a sticky note on the canvas. Gives its id. */
export function addNote(
  document: FlowDocument,
  position: Position,
  text = "",
): { document: FlowDocument; noteId: string } {
  const noteId = freeId("note", new Set((document.notes ?? []).map((note) => note.id)));
  const note: Note = { id: noteId, text, position, size: { width: 220, height: 120 }, color: "yellow" };
  const next = produce(document, (draft) => {
    draft.notes = [...(draft.notes ?? []), note];
  });
  return { document: next, noteId };
}

/** Changes fields of a note. */
export function setNote(document: FlowDocument, noteId: string, fields: Partial<Note>): FlowDocument {
  return produce(document, (draft) => {
    const note = draft.notes?.find((one) => one.id === noteId);
    if (note) Object.assign(note, fields);
  });
}

/** Takes notes away. */
export function removeNotes(document: FlowDocument, noteIds: readonly string[]): FlowDocument {
  return produce(document, (draft) => {
    if (draft.notes) draft.notes = draft.notes.filter((note) => !noteIds.includes(note.id));
  });
}

/** Puts a frame around steps; a step lies in one frame at most, so it leaves the one it was in. Gives its id. */
export function addGroup(
  document: FlowDocument,
  stepIds: readonly string[],
  label: string,
): { document: FlowDocument; groupId: string } {
  const groupId = freeId("group", new Set((document.groups ?? []).map((group) => group.id)));
  const next = produce(document, (draft) => {
    const others = (draft.groups ?? [])
      .map((group) => ({
        ...group,
        stepInstanceIds: (group.stepInstanceIds ?? []).filter((id) => !stepIds.includes(id)),
      }))
      .filter((group) => group.stepInstanceIds.length > 0);
    draft.groups = [
      ...others,
      { id: groupId, label, stepInstanceIds: [...stepIds], color: "blue", collapsed: false },
    ];
  });
  return { document: next, groupId };
}

/** Changes fields of a frame. */
export function setGroup(document: FlowDocument, groupId: string, fields: Partial<Group>): FlowDocument {
  return produce(document, (draft) => {
    const group = draft.groups?.find((one) => one.id === groupId);
    if (group) Object.assign(group, fields);
  });
}

/** Takes frames away; their steps stay. */
export function removeGroups(document: FlowDocument, groupIds: readonly string[]): FlowDocument {
  return produce(document, (draft) => {
    if (draft.groups) draft.groups = draft.groups.filter((group) => !groupIds.includes(group.id));
  });
}

/** Sets fields of the flow itself (variables, schemas, limits, …); `undefined` takes a field away. */
export function setFlowFields(document: FlowDocument, fields: Record<string, unknown>): FlowDocument {
  return produce(document, (draft) => {
    const holder = draft as Record<string, unknown>;
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) delete holder[name];
      else holder[name] = value;
    }
  });
}
