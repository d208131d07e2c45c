import { useMemo } from "react";
import type { EdgeKind } from "@/lib/definition/edges";
import type { FlowDocument, StepInstance } from "@/lib/definition/types";
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

/** So many are shown at once; typing finds the others. */
export const MOST_OPTIONS = 50;

interface StepOption {
  value: string;
  label: string;
}

const known = new WeakMap<FlowDocument["steps"], StepOption[]>();

/** Every step as something to choose; `also` is there even when it is not a step (any more). */
export function useStepOptions(also?: string): StepOption[] {
  const steps = useEditor((state) => state.document.steps);
  return useMemo(() => {
    const options = optionsOf(steps);
    return also === undefined || steps[also] ? options : [...options, { value: also, label: also }];
  }, [steps, also]);
}

/** The same steps give the same list: several fields of a card share it. */
function optionsOf(steps: FlowDocument["steps"]): StepOption[] {
  const made =
    known.get(steps) ??
    Object.entries(steps).map(([value, step]) => ({
      value,
      label: step.displayName && step.displayName !== value ? `${step.displayName} (${value})` : value,
    }));
  known.set(steps, made);
  return made;
}
