import type { CommandSource, PaletteItem } from "@/plugins/types";

/** What Ctrl-K can do with the editor that is on the screen. */
interface PaletteOffer {
  commands: () => PaletteItem[];
  steps: (query: string) => PaletteItem[];
}

let active: PaletteOffer | null = null;

/** Says what the editor on the screen offers; call what it gives when the editor leaves the screen. */
export function offerToPalette(offer: PaletteOffer): () => void {
  active = offer;
  return () => {
    if (active === offer) active = null;
  };
}

/** The editor's part in Ctrl-K: nothing while no editor is on the screen. */
export const editorCommands: CommandSource = {
  id: "flow-editor",
  items: () => active?.commands() ?? [],
  search: async (query) => active?.steps(query) ?? [],
};
