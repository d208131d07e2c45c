import { isObject } from "@/components/schema-form/path";
import type { StepInstance } from "@/lib/definition/types";

/** The parts of the settings of a step. */
export type StepTab = "settings" | "mappings" | "next" | "errors" | "more" | "json";

export const STEP_TABS: readonly StepTab[] = ["settings", "mappings", "next", "errors", "more", "json"];

const TAB_OF: Readonly<Record<string, StepTab>> = {
  inputMappings: "mappings",
  literals: "mappings",
  outputMappings: "mappings",
  transitions: "next",
  defaultNextStepInstanceId: "next",
  defaultNextMaxTransitions: "next",
  onError: "errors",
  timeoutSeconds: "errors",
  delay: "more",
  checkpoint: "more",
  outputValidation: "more",
  sideEffects: "more",
  description: "more",
  fill: "more",
  stepDefinitionId: "more",
  stepDefinitionVersion: "more",
};

/** The fields of every step: they are on the other tabs, in the header or on the canvas. */
export const COMMON_FIELDS: readonly string[] = [
  ...Object.keys(TAB_OF),
  "stepInstanceId",
  "stepType",
  "moduleIdentifier",
  "displayName",
  "position",
  "disabled",
  "pinnedOutput",
];

/** The tab that shows a field, named with dots (`transitions.0.condition`). */
export function tabOf(field: string, step?: StepInstance): StepTab {
  const [first = "", ...rest] = field.split(".");
  const moduleInput =
    first === "inputMappings" && step?.stepType === "DATA_TRANSFORMATION" && rest.length > 0;
  if (moduleInput && isObject(step.customConfig) && rest[0] !== undefined && rest[0] in step.customConfig)
    return "settings";
  return TAB_OF[first] ?? "settings";
}
