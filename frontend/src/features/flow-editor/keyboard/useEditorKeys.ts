import { useEffect, useEffectEvent } from "react";
import { isMac } from "@/lib/keys";
import { usePermission } from "@/lib/session";
import type { Autosaver } from "../autosave/autosaver";
import { useCanvasApi } from "../canvas/canvasApi";
import { useDialog } from "../session";
import type { EditorStore, SidePanel } from "../store";
import { type Action, bindingOf, type SessionAction } from "./keymap";

/** Listens to the keys of the editor while it is on the screen. */
export function useEditorKeys(store: EditorStore, autosaver: Autosaver | null): void {
  const canvas = useCanvasApi();
  const mayRun = usePermission("run");
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || isElsewhere(event.target)) return;
    const binding = bindingOf(event, isMac());
    if (!binding || (isTyping(event.target) && !binding.whileTyping)) return;
    if (store.getState().readOnly && !binding.readOnly) return;
    if (store.getState().open && !worksOverPanel(binding.action)) return;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && isControl(event.target)) return;
    if (perform(binding.action)) event.preventDefault();
  });
  const perform = (action: Action): boolean =>
    "command" in action ? store.getState().dispatch(action.command) : performSession(action.session);
  const performSession = (action: SessionAction): boolean => {
    const state = store.getState();
    const toggle = (side: SidePanel): true => {
      state.showSide(state.side === side ? "none" : side);
      return true;
    };
    const done = (_: unknown): true => true;
    const actions: Record<SessionAction, () => boolean> = {
      undo: () => done(state.undo()),
      redo: () => done(state.redo()),
      selectAll: () => done(selectAll(store)),
      saveNow: () => done(autosaver?.saveNow()),
      find: () => done(canvas.find()),
      openPicker: () => done(canvas.openPicker()),
      openStep: () => openSelected(store),
      runStep: () => openSelected(store),
      escape: () => closeInnermost(store),
      tidy: () => done(canvas.tidy(state.selection.steps.length > 1 ? "selection" : "all")),
      fit: () => done(canvas.fit()),
      zoomIn: () => done(canvas.zoomBy(1.2)),
      zoomOut: () => done(canvas.zoomBy(1 / 1.2)),
      problems: () => toggle("problems"),
      outline: () => toggle("outline"),
      code: () => toggle("code"),
      history: () => toggle("history"),
      run: () => mayRun && done(useDialog.getState().show("run")),
    };
    return actions[action]();
  };
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => press(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}

function selectAll(store: EditorStore): void {
  const { document, select } = store.getState();
  const ids = (items: readonly { id: string }[] | null | undefined): string[] =>
    (items ?? []).map(({ id }) => id);
  select({ steps: Object.keys(document.steps), notes: ids(document.notes), groups: ids(document.groups) });
}

function openSelected(store: EditorStore): boolean {
  const { selection, openStep } = store.getState();
  const stepId = selection.steps.length === 1 ? selection.steps[0] : undefined;
  if (stepId === undefined) return false;
  openStep(stepId);
  return true;
}

/** Closes the innermost thing that is open; then lets go of the selection. */
function closeInnermost(store: EditorStore): boolean {
  const state = store.getState();
  if (state.open) state.openStep(null);
  else if (state.side !== "none") state.showSide("none");
  else state.select({});
  return true;
}

const OVER_PANEL: readonly SessionAction[] = ["undo", "redo", "saveNow", "escape"];

/** Whether an action makes sense while the panel of a step covers the canvas. */
function worksOverPanel(action: Action): boolean {
  return "session" in action && OVER_PANEL.includes(action.session);
}

/** Whether keys there are text: fields, selects, code. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest("input, textarea, select, [role=textbox], .cm-editor") !== null)
  );
}

/** Whether Enter there presses or chooses something. */
function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("button, a, [role=tree], [role=menu], [role=listbox]") !== null
  );
}

/** Whether the keys are for a dialog or a menu over the editor. */
function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("[role=dialog][aria-modal=true], [role=menu], [role=listbox]") !== null
  );
}
