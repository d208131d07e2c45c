import { edgesOfStep } from "@/lib/definition/edges";
import type { FlowDocument } from "@/lib/definition/types";

/** The steps in the order in which a run comes to them, each once; then those that no run reaches. */
export function runOrder(document: FlowDocument): string[] {
  const start = document.startStepInstanceId;
  const seen = new Set<string>(start && document.steps[start] ? [start] : []);
  for (const id of seen) {
    const step = document.steps[id];
    if (step)
      for (const edge of edgesOfStep(id, step)) if (document.steps[edge.target]) seen.add(edge.target);
  }
  return [...seen, ...Object.keys(document.steps).filter((id) => !seen.has(id))];
}
