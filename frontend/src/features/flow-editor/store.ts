import { createContext, useContext } from "react";
import { createStore, type StoreApi, useStore } from "zustand";
import type { FlowDocument } from "@/lib/definition/types";
import { COMMANDS } from "./commands/registry";
import {
  type CommandArgs,
  type CommandId,
  type EditorSnapshot,
  NOTHING,
  type Selection,
} from "./commands/types";
import { beginHistory, canRedo, canUndo, goTo, type History, present, record } from "./history/history";

/** Which tab of the right-hand side is open, besides the step panel. */
export type SidePanel = "none" | "problems" | "history" | "outline" | "code" | "settings" | "run";

/** What an editor knows. Only `document` is saved; selection and panels are the session's. */
export interface EditorState {
  flowId: string;
  version: number;
  readOnly: boolean;
  document: FlowDocument;
  history: History;
  selection: Selection;
  /** The step whose panel is open, and the field to put the cursor in. */
  open: { stepId: string; field?: string } | null;
  side: SidePanel;

  /** The only writer of the document. Without args they are taken from the selection. False: it could not run. */
  dispatch: <Id extends CommandId>(id: Id, args?: CommandArgs[Id]) => boolean;
  undo: () => void;
  redo: () => void;
  goTo: (index: number) => void;
  /** Puts another document in place without a gesture of this person: what the server has (after a merge or reload). */
  reset: (document: FlowDocument, gesture: string) => void;
  select: (selection: Partial<Selection>, extend?: boolean) => void;
  openStep: (stepId: string | null, field?: string) => void;
  showSide: (side: SidePanel) => void;
}

export type EditorStore = StoreApi<EditorState>;

/** What commands may look at. */
export function snapshot(state: EditorState): EditorSnapshot {
  const { document, selection, readOnly, history } = state;
  return { document, selection, readOnly, canUndo: canUndo(history), canRedo: canRedo(history) };
}

/** A store for one draft. `now` gives milliseconds. */
export function createEditorStore(options: {
  flowId: string;
  version: number;
  document: FlowDocument;
  readOnly?: boolean;
  now?: () => number;
}): EditorStore {
  const now = options.now ?? Date.now;
  return createStore<EditorState>()((set, get) => ({
    flowId: options.flowId,
    version: options.version,
    readOnly: options.readOnly ?? false,
    document: options.document,
    history: beginHistory(options.document, "Opened", now()),
    selection: NOTHING,
    open: null,
    side: "none",

    dispatch: (id, args) => {
      const state = get();
      const command = COMMANDS[id];
      const given = args ?? command.argsFrom?.(snapshot(state)) ?? null;
      if (state.readOnly || given === null) return false;
      const outcome = command.run(state.document, given);
      if (outcome.document === state.document) return false;
      const { document, gesture, mergeKey } = outcome;
      const history = record(state.history, {
        document,
        gesture,
        at: now(),
        ...(mergeKey !== undefined && { mergeKey }),
      });
      const selection = { ...state.selection, ...outcome.selection };
      set({
        document,
        history,
        selection: existing(document, selection),
        open: outcome.open ?? stillOpen(document, state.open),
      });
      return true;
    },
    undo: () => get().goTo(get().history.index - 1),
    redo: () => get().goTo(get().history.index + 1),
    goTo: (index) => {
      const state = get();
      if (state.readOnly) return;
      const history = goTo(state.history, index);
      const document = present(history);
      if (document === state.document) return;
      set({
        history,
        document,
        selection: existing(document, state.selection),
        open: stillOpen(document, state.open),
      });
    },
    reset: (document, gesture) => {
      const state = get();
      const history = record(state.history, { document, gesture, at: now() });
      set({
        document,
        history,
        selection: existing(document, state.selection),
        open: stillOpen(document, state.open),
      });
    },
    select: (selection, extend = false) => {
      const state = get();
      const base = extend ? state.selection : NOTHING;
      const next = { ...base, ...selection };
      if (!sameSelection(state.selection, next)) set({ selection: next });
    },
    openStep: (stepId, field) =>
      set({ open: stepId === null ? null : { stepId, ...(field !== undefined && { field }) } }),
    showSide: (side) => set({ side }),
  }));
}

function existing(document: FlowDocument, selection: Selection): Selection {
  const steps = selection.steps.filter((id) => document.steps[id]);
  const notes = selection.notes.filter((id) => document.notes?.some((note) => note.id === id));
  const groups = selection.groups.filter((id) => document.groups?.some((group) => group.id === id));
  const next = { ...selection, steps, notes, groups };
  return sameSelection(selection, next) ? selection : next;
}

function stillOpen(document: FlowDocument, open: EditorState["open"]): EditorState["open"] {
  return open && document.steps[open.stepId] ? open : null;
}

function sameSelection(a: Selection, b: Selection): boolean {
  const sameList = (left: readonly string[], right: readonly string[]) =>
    left === right || (left.length === right.length && left.every((id, index) => id === right[index]));
  return (
    sameList(a.steps, b.steps) &&
    sameList(a.edges, b.edges) &&
    sameList(a.notes, b.notes) &&
    sameList(a.groups, b.groups)
  );
}

/** The editor around a component. */
export const EditorContext = createContext<EditorStore | null>(null);

/** The store of the editor around; throws outside one. */
export function useEditorStore(): EditorStore {
  const store = useContext(EditorContext);
  if (!store) throw new Error("This belongs inside an editor.");
  return store;
}

/** A part of the editor's state; renders again only when that part changes. */
export function useEditor<T>(select: (state: EditorState) => T): T {
  return useStore(useEditorStore(), select);
}
