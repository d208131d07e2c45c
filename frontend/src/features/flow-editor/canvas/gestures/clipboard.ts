import { notifications } from "@mantine/notifications";
import type { Position } from "@/lib/definition/types";
import { i18next } from "@/lib/i18n";
import type { Selection } from "../../commands/types";
import { copySteps, readClip } from "../../document/clipboard";
import type { EditorState, EditorStore } from "../../store";

/** What copy and cut take of what is selected: of a frame its steps too. */
function taken({ document, selection }: EditorState): Selection {
  const framed = (document.groups ?? [])
    .filter((group) => selection.groups.includes(group.id))
    .flatMap((group) => group.stepInstanceIds ?? []);
  return { ...selection, steps: [...new Set([...selection.steps, ...framed])] };
}

/** The selected steps and notes as JSON text; a selected frame gives its steps. Null when there is nothing to copy. */
function selectedText(store: EditorStore): string | null {
  const { steps, notes } = taken(store.getState());
  return copySteps(store.getState().document, steps, notes);
}

/** Whether copy, cut and paste are meant for a field or a dialog. */
function isForOthers(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input, textarea, select, [contenteditable=true], .cm-editor, [role=dialog]") !== null
  );
}

/** Whether text of the page is marked, which is then what is copied. */
function isTextMarked(): boolean {
  return (window.getSelection()?.toString() ?? "") !== "";
}

/** Copies and pastes steps with the browser's own copy, cut and paste. Gives what ends it. */
export function listenToClipboard(store: EditorStore, place: () => Position): () => void {
  const copy = (event: ClipboardEvent): boolean => {
    const text = isForOthers(event.target) || isTextMarked() ? null : selectedText(store);
    if (text === null) return false;
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    return true;
  };
  const cut = (event: ClipboardEvent): void => {
    const state = store.getState();
    if (!state.readOnly && copy(event)) state.dispatch("selection.remove", taken(state));
  };
  const paste = (event: ClipboardEvent): void => {
    if (isForOthers(event.target) || store.getState().readOnly) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (pasteText(store, text, place())) event.preventDefault();
  };
  document.addEventListener("copy", copy);
  document.addEventListener("cut", cut);
  document.addEventListener("paste", paste);
  return () => {
    document.removeEventListener("copy", copy);
    document.removeEventListener("cut", cut);
    document.removeEventListener("paste", paste);
  };
}

/** Pastes a text; false when it holds no steps. */
function pasteText(store: EditorStore, text: string, at: Position): boolean {
  if (readClip(text) === null) return false;
  return store.getState().dispatch("selection.paste", { text, at });
}

/** Copies the selection by a menu. */
export async function copyByMenu(store: EditorStore): Promise<boolean> {
  const text = selectedText(store);
  if (text === null) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    say("clipboard.denied");
    return false;
  }
}

/** Cuts the selection by a menu: what was copied goes, whatever was selected while the browser wrote it. */
export async function cutByMenu(store: EditorStore): Promise<void> {
  const cut = taken(store.getState());
  if (await copyByMenu(store)) store.getState().dispatch("selection.remove", cut);
}

/** Pastes by a menu, which needs the browser's permission to read the clipboard. */
export async function pasteByMenu(store: EditorStore, at: Position): Promise<void> {
  try {
    if (!pasteText(store, await navigator.clipboard.readText(), at)) say("clipboard.empty");
  } catch {
    say("clipboard.denied");
  }
}

function say(key: string): void {
  notifications.show({ message: i18next.t(key, { ns: "editor-canvas" }) });
}
