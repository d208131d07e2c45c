import type { FlowDocument, StepInstance } from "@/lib/definition/types";

const COLUMNS = 40;
const APART = { x: 330, y: 130 } as const;
const KINDS = [
  "API_CALL",
  "LLM_INVOCATION",
  "NO_OP",
  "WAIT_FOR_EXTERNAL_EVENT",
  "PARALLEL_FORK_MANAGER",
] as const;

/** A flow with so many steps of all kinds in rows, wired with defaults, conditions, errors and jumps back. */
export function largeDocument(count: number): FlowDocument {
  const steps = Array.from({ length: count }, (_, index) => stepAt(index, count));
  return {
    startStepInstanceId: idOf(0),
    steps: Object.fromEntries(steps.map((step) => [step.stepInstanceId, step])),
  } as FlowDocument;
}

const idOf = (index: number): string => `step_${index}`;

function stepAt(index: number, count: number): StepInstance {
  const row = Math.floor(index / COLUMNS);
  const next = index + 1 < count ? idOf(index + 1) : undefined;
  const below = index + COLUMNS < count ? idOf(index + COLUMNS) : undefined;
  const step: Partial<StepInstance> = {
    stepInstanceId: idOf(index),
    stepType: KINDS[index % KINDS.length] ?? "NO_OP",
    displayName: `Step number ${index}`,
    description: `What step ${index} does`,
    position: { x: (index % COLUMNS) * APART.x, y: row * APART.y },
    apiUrlTemplate: { template: `https://shop.example.com/orders/${index}` },
    modelId: "a-model",
    correlationKeyTemplate: "order-{{ order.id }}",
    ...(next && { defaultNextStepInstanceId: next }),
    ...(below &&
      index % 4 === 0 && {
        transitions: [{ condition: `$.total > ${index}`, nextStepInstanceId: below, maxTransitions: 5 }],
      }),
    ...(below && index % 9 === 0 && { onError: { fallbackStepInstanceId: below } }),
  };
  return step as StepInstance;
}
