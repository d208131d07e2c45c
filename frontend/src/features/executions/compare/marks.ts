import type { ComparedVisit } from "@/api/executions/compareRuns";
import type { RunMark, RunOverlay } from "@/components/flow-canvas/FlowCanvas";
import type { FlowDocument } from "@/lib/definition/types";

/** How each step went in two runs, by its id; steps that went the same are left out. */
export function runMarks(rows: readonly ComparedVisit[]): Record<string, RunMark> {
  const verdicts = new Map<string, Set<ComparedVisit["verdict"]>>();
  for (const { stepInstanceId, verdict } of rows)
    verdicts.set(stepInstanceId, (verdicts.get(stepInstanceId) ?? new Set()).add(verdict));
  const marks: Record<string, RunMark> = {};
  for (const [step, found] of verdicts) {
    const [only] = found;
    if (found.size > 1) marks[step] = "differs";
    else if (only && only !== "same") marks[step] = only;
  }
  return marks;
}

/** One drawing for two definitions: the right one, and beside it the steps that only the left one has. */
export function bothDocuments(left: FlowDocument, right: FlowDocument): FlowDocument {
  if (left === right) return right;
  return { ...right, steps: { ...left.steps, ...right.steps } };
}

/** Two runs on one drawing: a step shows the right run where that was there, an edge counts in both. */
export function bothOverlays(left: RunOverlay, right: RunOverlay): RunOverlay {
  const taken = { ...left.taken };
  for (const [edge, times] of Object.entries(right.taken)) taken[edge] = Math.max(taken[edge] ?? 0, times);
  return { steps: { ...left.steps, ...right.steps }, taken };
}
