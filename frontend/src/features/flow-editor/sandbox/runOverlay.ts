import { create, useStore } from "zustand";
import type { Schemas } from "@/api/client";

/** What a run did at one step: the status of its last visit, how often it came by, how long all visits took. */
interface StepOverlay {
  status: Schemas["StepStatus"];
  visits: number;
  durationMs: number | null;
}

/** The run that is shown on the canvas: which one, what it did at each step, and how often it took each edge. */
interface RunOverlayState {
  executionId: string | null;
  status: Schemas["ExecutionStatus"] | null;
  steps: Readonly<Record<string, StepOverlay>>;
  taken: Readonly<Record<string, number>>;
  error: Schemas["RunError"] | null;
}

const NO_RUN: RunOverlayState = { executionId: null, status: null, steps: {}, taken: {}, error: null };

/** The slot that the canvas reads. One editor is open at a time, so there is one. */
const runOverlayStore = create<RunOverlayState>(() => NO_RUN);

/** A part of the run on the canvas; renders again only when that part changes. */
export function useRunOverlay<T>(select: (state: RunOverlayState) => T): T {
  return useStore(runOverlayStore, select);
}

/** Shows a run, or (null) none. */
export function showRun(run: RunOverlayState | null): void {
  runOverlayStore.setState(run ?? NO_RUN, true);
}
