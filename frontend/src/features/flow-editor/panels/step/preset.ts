import { isObject, type Json, type JsonObject, sameJson } from "@/components/schema-form/path";
import type { StepInstance } from "@/lib/definition/types";

/** What belongs to one place in one flow: its name, its wires, what leads to other steps. */
const OWN = new Set([
  "stepInstanceId",
  "stepDefinitionId",
  "stepDefinitionVersion",
  "displayName",
  "position",
  "disabled",
  "pinnedOutput",
  "transitions",
  "defaultNextStepInstanceId",
  "defaultNextMaxTransitions",
  "onTimeoutStepInstanceId",
  "parallelBranches",
  "checkpoint",
]);

/** The fields of a step that another flow can use. */
export function presetOf(step: StepInstance): JsonObject {
  const kept = Object.entries(step).filter(
    ([name, value]) => !OWN.has(name) && value !== undefined && value !== null,
  );
  const preset = Object.fromEntries(kept);
  if (!isObject(preset.onError)) return preset;
  const { fallbackStepInstanceId: _, ...onError } = preset.onError;
  const { onError: __, ...others } = preset;
  return Object.keys(onError).length > 0 ? { ...others, onError } : others;
}

/** The change that links a step to a preset: fields that the preset says just so are inherited from now on. */
export function linkedFields(
  step: StepInstance,
  id: string,
  version: number,
  preset: JsonObject = presetOf(step),
): Record<string, Json> {
  const same = Object.keys(preset).filter(
    (name) => name !== "stepType" && name !== "moduleIdentifier" && sameJson(step[name], preset[name]),
  );
  return {
    ...Object.fromEntries(same.map((name) => [name, undefined])),
    stepDefinitionId: id,
    stepDefinitionVersion: version,
  };
}

/** The change that copies a preset into the step and lets go of it: nothing that runs is different after it. */
export function detachedFields(step: StepInstance, preset: JsonObject): Record<string, Json> {
  const { stepInstanceId: _, stepDefinitionId: __, stepDefinitionVersion: ___, ...inherited } = preset;
  const whole = merge(inherited, step);
  const changed = Object.entries(isObject(whole) ? whole : {}).filter(
    ([name, value]) => step[name] !== value,
  );
  return { ...Object.fromEntries(changed), stepDefinitionId: undefined, stepDefinitionVersion: undefined };
}

/** Objects merge key by key; anything else in `over` replaces what lies under it, as on the server. */
export function merge(under: Json, over: Json): Json {
  if (!isObject(under) || !isObject(over)) return over;
  const merged: Record<string, Json> = { ...under };
  for (const [key, value] of Object.entries(over))
    if (value !== undefined) merged[key] = key in under ? merge(under[key], value) : value;
  return merged;
}
