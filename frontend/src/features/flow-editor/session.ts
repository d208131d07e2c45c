import { createContext, useContext } from "react";
import { create } from "zustand";
import type { Schemas } from "@/api/client";
import type { Autosaver } from "./autosave/autosaver";

/**
 * What is open in the editor: a version of a flow, and what saves it (null when it is read only).
 * `inexact`: whole numbers in it that JavaScript cannot keep, for which it is read only.
 */
interface EditorSession {
  flow: Schemas["Flow"];
  version: Schemas["FlowVersionOut"];
  inexact: readonly string[];
  autosaver: Autosaver | null;
}

export const SessionContext = createContext<EditorSession | null>(null);

/** The editor's session; throws outside an editor. */
export function useEditorSession(): EditorSession {
  const session = useContext(SessionContext);
  if (!session) throw new Error("This belongs inside an editor.");
  return session;
}

/** The dialogs that the editor can show over itself, one at a time. */
type EditorDialog = "none" | "publish" | "run" | "import" | "merge";

/** Which dialog is shown. */
export const useDialog = create<{ dialog: EditorDialog; show: (dialog: EditorDialog) => void }>((set) => ({
  dialog: "none",
  show: (dialog) => set({ dialog }),
}));
