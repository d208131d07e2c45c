import { createContext, useContext } from "react";
import type { Place } from "@/lib/expressions/shape";
import type { Sample } from "@/lib/expressions/useEvaluation";

/** What the fields below know of the run: a context to try things on, and what may be written. */
export interface ExpressionScope {
  /** A context to evaluate on; null when there is none yet. */
  sample: Sample | null;
  /** The root for completions: the sample's value and what earlier steps are known to write. */
  root: Place;
}

export const NO_SCOPE: ExpressionScope = { sample: null, root: { value: undefined, shape: undefined } };

/** Given once around a form; fields read it themselves, so that a new sample renders only them. */
export const ExpressionScopeContext = createContext<ExpressionScope>(NO_SCOPE);

/** The scope of a field: its own props before what is around it. */
export function useExpressionScope(sample: Sample | null | undefined): ExpressionScope {
  const around = useContext(ExpressionScopeContext);
  if (sample === undefined) return around;
  return { sample, root: { value: sample?.context, shape: around.root.shape } };
}
