import { useMemo } from "react";
import type { FormScope } from "@/components/schema-form/scope";
import { useStepTypes } from "@/lib/stepTypes";
import { useEditor } from "../../store";

/** The steps of the flow by the names that people know, for fields that point at one. */
export function useStepScope(): FormScope {
  const steps = useEditor((state) => state.document.steps);
  const { byStep } = useStepTypes();
  return useMemo(
    () => ({
      steps: Object.entries(steps).map(([id, step]) => ({
        id,
        label: step.displayName || id,
        typeLabel: byStep(step)?.label ?? step.stepType,
      })),
    }),
    [steps, byStep],
  );
}
