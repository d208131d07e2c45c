import { isObject } from "@/components/schema-form/path";
import type { JsonSchema } from "@/components/schema-form/schema";
import type { StepType } from "@/lib/definition/types";

/** Fields of a preset that say what it is, and are not edited as settings. */
export const IDENTITY = ["stepType", "moduleIdentifier"] as const;

const COMMON: Record<string, unknown> = {
  stepType: { type: "string" },
  moduleIdentifier: { type: "string" },
  inputMappings: {
    type: "object",
    format: "input-mappings",
    additionalProperties: { type: "string" },
    title: "Input mappings",
  },
  literals: { type: "object", format: "literals", additionalProperties: true, title: "Literals" },
  outputMappings: {
    type: "object",
    format: "output-mappings",
    additionalProperties: { type: "string" },
    title: "Output mappings",
  },
  timeoutSeconds: { type: "integer", minimum: 1, title: "Time-out of an attempt (seconds)" },
};

/** The schema of what a preset of this type may hold: the type's own fields, then the common ones. */
export function presetSchema(type: StepType): JsonSchema {
  const own = isObject(type.schema.properties) ? type.schema.properties : {};
  const { $defs: moduleDefs, ...module } = type.moduleSchema ?? {};
  const customConfig = type.moduleSchema && { customConfig: module };
  return {
    type: "object",
    $defs: { ...(isObject(type.schema.$defs) && type.schema.$defs), ...(isObject(moduleDefs) && moduleDefs) },
    properties: { ...own, ...customConfig, ...COMMON },
  };
}

/** The fields of a new preset: the type and its defaults. */
export function newPreset(type: StepType): Record<string, unknown> {
  return { stepType: type.type, ...structuredClone(type.defaults) };
}
