import { EDGE_COMMANDS } from "./edges";
import { ITEM_COMMANDS } from "./items";
import { SELECTION_COMMANDS } from "./selection";
import { STEP_COMMANDS } from "./steps";
import type { CommandArgs, CommandId, DocumentCommand, EditorSnapshot } from "./types";

type Registry = { [Id in CommandId]: DocumentCommand<CommandArgs[Id]> };

/** Every change of the document, one definition for menus, palette, keyboard and tests. */
export const COMMANDS: Registry = {
  ...STEP_COMMANDS,
  ...SELECTION_COMMANDS,
  ...EDGE_COMMANDS,
  ...ITEM_COMMANDS,
};

/** Whether a command can run now from a menu, the palette or the keyboard. */
export function isEnabled(id: CommandId, state: EditorSnapshot): boolean {
  return !state.readOnly && (COMMANDS[id].argsFrom?.(state) ?? null) !== null;
}
