import { NODE_SIZE } from "@/lib/definition/geometry";
import { groupNodeId, membersOf, noteNodeId } from "@/lib/definition/toCanvas";
import type { Position } from "@/lib/definition/types";
import { findEdge } from "../../document/edges";
import { type EditorStore, useEditorStore } from "../../store";
import { useCanvasApi } from "../canvasApi";
import { type MenuTarget, type PickPurpose, useCanvasUi } from "../canvasUi";
import { copyByMenu, cutByMenu, pasteByMenu } from "../gestures/clipboard";
import { useCanvasSession } from "../session";
import type { MenuAction } from "./items";

interface Opened {
  screen: Position;
  target: MenuTarget;
}

/** What the items of a context menu do. */
export function useMenuActions(): (action: MenuAction, opened: Opened) => void {
  const store = useEditorStore();
  const canvas = useCanvasApi();
  const session = useCanvasSession();
  return (action, { screen, target }) => {
    const state = store.getState();
    const ask = (purpose: PickPurpose): void => useCanvasUi.setState({ picker: { screen, purpose } });
    const at = target.kind === "canvas" ? target.at : session.toCanvas(screen);
    const id = target.kind === "canvas" ? "" : target.id;
    const actions: Record<MenuAction, () => unknown> = {
      open: () => state.openStep(id),
      addAfter: () => ask({ kind: "after", source: id, edge: "next" }),
      setStart: () => state.dispatch("step.setStart", { stepId: id }),
      toggle: () => state.dispatch("step.toggleDisabled"),
      copy: () => copyByMenu(store),
      cut: () => cutByMenu(store),
      paste: () => pasteByMenu(store, at),
      duplicate: () => state.dispatch("selection.duplicate"),
      frame: () => state.dispatch("group.add"),
      unframe: () => takeOutOfFrame(store, id),
      tidySelection: () => canvas.tidy("selection"),
      tidy: () => canvas.tidy("all"),
      remove: () => state.dispatch("selection.remove"),
      insert: () => ask({ kind: "insert", edgeId: id, at: { x: at.x - NODE_SIZE.width / 2, y: at.y } }),
      condition: () => openCondition(store, id),
      add: () => ask({ kind: "add", at }),
      note: () => addNote(store, at),
      selectAll: () => selectAll(store),
      fit: () => canvas.fit(),
      find: () => canvas.find(),
      edit: () =>
        useCanvasUi.setState({ editing: target.kind === "note" ? noteNodeId(id) : groupNodeId(id) }),
      fold: () => fold(store, id),
    };
    actions[action]();
  };
}

function takeOutOfFrame(store: EditorStore, stepId: string): void {
  const { document, dispatch } = store.getState();
  const group = document.groups?.find((one) => one.stepInstanceIds?.includes(stepId));
  if (!group) return;
  const left = membersOf(document, group).filter((id) => id !== stepId);
  if (left.length > 0) dispatch("group.set", { groupId: group.id, fields: { stepInstanceIds: left } });
  else dispatch("selection.remove", { steps: [], edges: [], notes: [], groups: [group.id] });
}

function openCondition(store: EditorStore, edgeId: string): void {
  const { document, openStep } = store.getState();
  const edge = findEdge(document, edgeId);
  if (edge) openStep(edge.source, `transitions.${edge.index}.condition`);
}

/** Puts a note on the canvas and the cursor in it. */
export function addNote(store: EditorStore, at: Position): void {
  const { dispatch } = store.getState();
  dispatch("note.add", { position: { x: Math.round(at.x), y: Math.round(at.y) } });
  const [noteId] = store.getState().selection.notes;
  if (noteId !== undefined) useCanvasUi.setState({ editing: noteNodeId(noteId) });
}

function selectAll(store: EditorStore): void {
  const { document, select } = store.getState();
  const notes = (document.notes ?? []).map((note) => note.id);
  const groups = (document.groups ?? []).map((group) => group.id);
  select({ steps: Object.keys(document.steps), notes, groups });
}

function fold(store: EditorStore, groupId: string): void {
  const { document, dispatch } = store.getState();
  const group = document.groups?.find((one) => one.id === groupId);
  if (group) dispatch("group.set", { groupId, fields: { collapsed: !group.collapsed } });
}
