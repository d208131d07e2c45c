import { createContext, useContext } from "react";

/** A step that a field can point at. */
export interface StepOption {
  id: string;
  label: string;
  typeLabel: string;
}

/** What fields know of the flow around the form. */
export interface FormScope {
  /** The steps of the flow; empty outside a flow. */
  steps: readonly StepOption[];
}

const NOTHING: FormScope = { steps: [] };

export const FormScopeContext = createContext<FormScope>(NOTHING);

/** The surroundings of the form; empty where nobody gives them. */
export function useFormScope(): FormScope {
  return useContext(FormScopeContext);
}
