import { useMemo } from "react";
import type { EdgeKind } from "@/lib/definition/edges";
import type { StepInstance } from "@/lib/definition/types";
import { useEditor } from "../../store";

const FORKS = new Set(["PARALLEL_FORK_MANAGER"]);
const WAITS = new Set(["WAIT_FOR_EXTERNAL_EVENT", "HUMAN_APPROVAL"]);

/** The kinds of ways that can lead out of a step. */
export function kindsOf(step: StepInstance): EdgeKind[] {
  if (step.stepType === "END_FLOW") return [];
  return [
    "default",
    "condition",
    "error",
    ...(WAITS.has(step.stepType) || step.onTimeoutStepInstanceId ? (["timeout"] as const) : []),
    ...(FORKS.has(step.stepType) ? (["branch"] as const) : []),
  ];
}

/** Every step as something to choose; `also` is there even when it is not a step (any more). */
export function useStepOptions(also?: string): { value: string; label: string }[] {
  const steps = useEditor((state) => state.document.steps);
  return useMemo(() => {
    const names = Object.entries(steps).map(([value, step]) => ({
      value,
      label: step.displayName && step.displayName !== value ? `${step.displayName} (${value})` : value,
    }));
    return also === undefined || steps[also] ? names : [...names, { value: also, label: also }];
  }, [steps, also]);
}
