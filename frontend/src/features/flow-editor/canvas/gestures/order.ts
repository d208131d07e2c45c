import { edgesOfStep } from "@/lib/definition/edges";
import type { FlowDocument } from "@/lib/definition/types";

/** Steps in the order in which a run can reach them, the start first; those that no run reaches come last. */
export function stepOrder(document: FlowDocument): string[] {
  const order = new Set<string>();
  const visit = (first: string): void => {
    const waiting = [first];
    while (waiting.length > 0) {
      const id = waiting.pop();
      const step = id === undefined ? undefined : document.steps[id];
      if (id === undefined || !step || order.has(id)) continue;
      order.add(id);
      const next = edgesOfStep(id, step).map((edge) => edge.target);
      waiting.push(...next.reverse());
    }
  };
  visit(document.startStepInstanceId);
  for (const id of Object.keys(document.steps)) visit(id);
  return [...order];
}

/** The step after (or before) one in that order; the first (last) when none is given; null at the end. */
export function stepBeside(document: FlowDocument, stepId: string | undefined, by: 1 | -1): string | null {
  const order = stepOrder(document);
  if (stepId === undefined) return (by === 1 ? order[0] : order.at(-1)) ?? null;
  return order[order.indexOf(stepId) + by] ?? null;
}
