import { addTexts, i18next } from "@/lib/i18n";
import type { ShortcutHelp } from "@/plugins/types";

addTexts("editor-keys", {
  group: "Editor",
  clipboardGroup: "Editor: clipboard and canvas",
  undo: "Undo",
  redo: "Redo",
  selectAll: "Select everything",
  saveNow: "Save now",
  find: "Find a step",
  openPicker: "Add a step",
  openStep: "Open the selected step",
  runStep: "Run the open step",
  escape: "Close the panel, or select nothing",
  tidy: "Tidy the flow, or the selected steps",
  fit: "Show the whole flow",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  problems: "Problems",
  outline: "Outline",
  code: "Code",
  history: "History",
  run: "Run the draft",
  duplicate: "Duplicate",
  remove: "Delete",
  toggle: "Turn steps off or on",
  frame: "Frame the selection",
  copy: "Copy steps",
  cut: "Cut steps",
  paste: "Paste steps",
  nudge: "Move the selection",
  next: "Go to the next step",
  menu: "What can be done here",
});

/** Keys and what they do, as the `?` dialog lists them. Light: it is part of the first load. */
const SHORTCUTS: readonly [keys: string, text: string, group?: "clipboardGroup"][] = [
  ["Mod+Z", "undo"],
  ["Mod+Shift+Z", "redo"],
  ["Mod+S", "saveNow"],
  ["Mod+F", "find"],
  ["A", "openPicker"],
  ["Enter", "openStep"],
  ["Mod+Enter", "runStep"],
  ["R", "run"],
  ["Escape", "escape"],
  ["P", "problems"],
  ["O", "outline"],
  ["C", "code"],
  ["H", "history"],
  ["Mod+A", "selectAll", "clipboardGroup"],
  ["Mod+C", "copy", "clipboardGroup"],
  ["Mod+X", "cut", "clipboardGroup"],
  ["Mod+V", "paste", "clipboardGroup"],
  ["Mod+D", "duplicate", "clipboardGroup"],
  ["Delete", "remove", "clipboardGroup"],
  ["D", "toggle", "clipboardGroup"],
  ["Mod+G", "frame", "clipboardGroup"],
  ["Shift+Alt+T", "tidy", "clipboardGroup"],
  ["Tab", "next", "clipboardGroup"],
  ["↑↓←→", "nudge", "clipboardGroup"],
  ["Shift+F10", "menu", "clipboardGroup"],
  ["1", "fit", "clipboardGroup"],
  ["-", "zoomOut", "clipboardGroup"],
];

/** The editor's shortcuts for the `?` dialog. */
export function shortcutList(): ShortcutHelp[] {
  const t = i18next.getFixedT("en", "editor-keys");
  return SHORTCUTS.map(([keys, text, group = "group"]) => ({ group: t(group), keys, label: t(text) }));
}
