import { COMMANDS } from "../commands/registry";
import type { CommandId } from "../commands/types";

/** What keys do in the editor besides the commands of the registry. */
export type SessionAction =
  | "undo"
  | "redo"
  | "selectAll"
  | "saveNow"
  | "find"
  | "openPicker"
  | "openStep"
  | "runStep"
  | "escape"
  | "tidy"
  | "fit"
  | "zoomIn"
  | "zoomOut"
  | "problems"
  | "outline"
  | "code"
  | "history"
  | "run";

export type Action = { command: CommandId } | { session: SessionAction };

/** One shortcut. `keys` as shown: modifiers in the order Mod, Shift, Alt, then the key. */
interface Binding {
  keys: string;
  /** The key of its text in the namespace of the editor, or the command's own label. */
  label: string;
  group: "edit" | "view" | "flow";
  action: Action;
  /** Also while one types in a field. */
  whileTyping?: boolean;
  /** Also in an editor that is read only. */
  readOnly?: boolean;
}

const session = (
  keys: string,
  action: SessionAction,
  group: Binding["group"],
  more: Partial<Binding> = {},
): Binding => ({ keys, label: `keys.${action}`, group, action: { session: action }, ...more });

const SESSION: readonly Binding[] = [
  session("Mod+z", "undo", "edit"),
  session("Mod+Shift+z", "redo", "edit"),
  session("Mod+y", "redo", "edit"),
  session("Mod+a", "selectAll", "edit", { readOnly: true }),
  session("Mod+s", "saveNow", "flow", { whileTyping: true }),
  session("Mod+f", "find", "view", { readOnly: true }),
  session("a", "openPicker", "edit"),
  session("/", "openPicker", "edit"),
  session("Enter", "openStep", "edit", { readOnly: true }),
  session("Mod+Enter", "runStep", "flow"),
  session("Escape", "escape", "view", { readOnly: true }),
  session("Shift+Alt+t", "tidy", "edit"),
  session("1", "fit", "view", { readOnly: true }),
  session("+", "zoomIn", "view", { readOnly: true }),
  session("-", "zoomOut", "view", { readOnly: true }),
  session("p", "problems", "view", { readOnly: true }),
  session("o", "outline", "view", { readOnly: true }),
  session("c", "code", "view", { readOnly: true }),
  session("h", "history", "view"),
  session("r", "run", "flow", { readOnly: true }),
];

/** Every shortcut of the editor: the registry's and the session's. */
export const KEYMAP: readonly Binding[] = [
  ...SESSION,
  ...Object.values(COMMANDS).flatMap((command) =>
    (command.shortcuts ?? []).map(
      (keys): Binding => ({
        keys,
        label: command.label,
        group: "edit",
        action: { command: command.id as CommandId },
      }),
    ),
  ),
];

/** What of a keyboard event decides. */
export type Stroke = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey"> & {
  code?: string;
};

/** The shortcut of a key stroke. Mod is Ctrl, or ⌘ on a Mac. */
export function bindingOf(stroke: Stroke, isMac: boolean): Binding | undefined {
  const name = strokeName(stroke, isMac);
  return KEYMAP.find((binding) => binding.keys.toLowerCase() === name);
}

function strokeName(stroke: Stroke, isMac: boolean): string {
  const mod = isMac ? stroke.metaKey : stroke.ctrlKey;
  const foreign = isMac ? stroke.ctrlKey : stroke.metaKey;
  // Alt turns letters into other characters on a Mac: there the place of the key counts.
  const letter = stroke.altKey && stroke.code?.startsWith("Key") ? stroke.code.slice(3) : stroke.key;
  const isLetter = /^[a-z]$/i.test(letter) || letter.length > 1;
  const parts = [
    mod && "mod",
    foreign && "other",
    stroke.shiftKey && isLetter && "shift",
    stroke.altKey && "alt",
  ];
  return [...parts.filter(Boolean), letter.toLowerCase()].join("+");
}
