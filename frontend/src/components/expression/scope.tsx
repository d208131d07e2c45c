import { createContext, useContext } from "react";
import type { Shape } from "@/lib/expressions/shape";
import type { Sample } from "@/lib/expressions/useEvaluation";

/** What the fields below know of the run: a context to try things on, and what may be written. */
export interface ExpressionScope {
  /** A context to evaluate on; null when there is none yet. */
  sample: Sample | null;
  /** What earlier steps are known to write, for completion; asked only when somebody writes. */
  shape: () => Shape | undefined;
}

const NO_SCOPE: ExpressionScope = { sample: null, shape: () => undefined };

/** Given once around a form; fields read it themselves, so that a new sample renders only them. */
export const ExpressionScopeContext = createContext<ExpressionScope>(NO_SCOPE);

/** The scope of a field: its own props before what is around it. */
export function useExpressionScope(sample: Sample | null | undefined): ExpressionScope {
  const around = useContext(ExpressionScopeContext);
  if (sample === undefined) return around;
  return { sample, shape: around.shape };
}
