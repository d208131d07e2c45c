import { createContext, useContext } from "react";
import type { Sample } from "@/lib/expressions/useEvaluation";

/** A step that a field can point at. */
export interface StepOption {
  id: string;
  label: string;
  typeLabel: string;
}

/** What fields know of what is around the form. */
export interface FormScope {
  /** The steps of the flow; empty outside a flow. */
  steps: readonly StepOption[];
  /** The step that is edited. */
  stepId?: string;
  /** A context to try expressions on; undefined when there is none. */
  sample?: Sample | null;
}

const NOTHING: FormScope = { steps: [] };

export const FormScopeContext = createContext<FormScope>(NOTHING);

/** The surroundings of the form; empty where nobody gives them. */
export function useFormScope(): FormScope {
  return useContext(FormScopeContext);
}
