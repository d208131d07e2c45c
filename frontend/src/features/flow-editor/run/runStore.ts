import { create } from "zustand";
import type { FlowDocument } from "@/lib/definition/types";

/** The run that the editor follows, and the document as it was when it began. */
interface FollowedRun {
  executionId: string | null;
  document: FlowDocument | null;
  follow: (executionId: string, document: FlowDocument) => void;
  dismiss: () => void;
}

/** Which run lies over the canvas. */
export const useFollowedRun = create<FollowedRun>((set) => ({
  executionId: null,
  document: null,
  follow: (executionId, document) => set({ executionId, document }),
  dismiss: () => set({ executionId: null, document: null }),
}));
