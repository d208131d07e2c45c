import type { SidePanel } from "./store";

const PANELS: readonly SidePanel[] = ["problems", "history", "outline", "code", "settings"];

/** What the editor's address says besides the version. */
interface EditorSearch {
  /** The step whose panel is open. */
  step?: string;
  panel?: SidePanel;
}

/** Reads the search part of the editor's address; what makes no sense is left out. */
export function parseEditorSearch(search: Record<string, unknown>): EditorSearch {
  const panel = PANELS.find((one) => one === search.panel);
  return {
    ...(typeof search.step === "string" && search.step !== "" && { step: search.step }),
    ...(panel && { panel }),
  };
}
