import { type ReactNode, useMemo } from "react";
import { type ExpressionScope, ExpressionScopeContext } from "@/components/expression/scope";
import { writtenShape } from "@/lib/expressions/written";
import { useStepTypes } from "@/lib/stepTypes";
import { useEditorStore } from "../store";
import { useMappedInput } from "./useMappedInput";
import { useStepSample } from "./useStepSample";

/** Gives the expression fields below what they need of a step: its sample context, its input, what steps before write. */
export function StepExpressionScope({ stepId, children }: { stepId: string; children: ReactNode }) {
  const store = useEditorStore();
  const { byStep } = useStepTypes();
  const { context } = useStepSample(stepId);
  const local = useMappedInput(stepId, context)?.input;
  const scope = useMemo<ExpressionScope>(
    () => ({
      sample: context && { context, ...(local && { local }) },
      shape: () => writtenShape(store.getState().document, stepId, byStep),
    }),
    [context, local, store, stepId, byStep],
  );
  return <ExpressionScopeContext.Provider value={scope}>{children}</ExpressionScopeContext.Provider>;
}
