import type { StepStatus } from "@/api/executions/types";
import type { RunOverlay, StepRun } from "@/lib/definition/toCanvasTypes";
import type { KnownBranches } from "./branches";

/** An overlay with the steps of branches that were only counted, of forks met up to a visit. */
export function withCounted(
  overlay: RunOverlay,
  forks: ReadonlyMap<number, KnownBranches>,
  horizon: number,
): RunOverlay {
  if (forks.size === 0) return overlay;
  const counted: Record<string, StepRun> = {};
  for (const [seq, { steps }] of forks) {
    if (seq > horizon) continue;
    for (const { stepInstanceId, visits, failed, open } of steps) {
      const before = counted[stepInstanceId];
      const status: StepStatus = open ? "RUNNING" : failed ? "FAILED" : (before?.status ?? "COMPLETED");
      counted[stepInstanceId] = { status, visits: visits + (before?.visits ?? 0), durationMs: null };
    }
  }
  return { ...overlay, steps: { ...overlay.steps, ...counted } };
}
