import { create, useStore } from "zustand";

/** Somebody else who has this flow open. `id` names their tab. */
export interface Present {
  id: string;
  name: string;
  version: number | null;
  stepId: string | null;
}

interface PresenceState {
  others: readonly Present[];
  /** Who looks at each step. */
  byStep: Readonly<Record<string, Present[]>>;
}

const ALONE: PresenceState = { others: [], byStep: {} };

/** The slot that the header and the canvas read. */
export const presenceStore = create<PresenceState>(() => ALONE);

/** A part of who is here; renders again only when that part changes. */
export function usePresence<T>(select: (state: PresenceState) => T): T {
  return useStore(presenceStore, select);
}

/** Shows who else is here. Steps count only for those who look at the same version. */
export function showPresent(others: readonly Present[], version: number): void {
  const byStep: Record<string, Present[]> = {};
  for (const one of others) {
    if (one.stepId === null || one.version !== version) continue;
    byStep[one.stepId] = [...(byStep[one.stepId] ?? []), one];
  }
  presenceStore.setState({ others, byStep }, true);
}

/** Nobody else: the editor is left. */
export function clearPresence(): void {
  presenceStore.setState(ALONE, true);
}
