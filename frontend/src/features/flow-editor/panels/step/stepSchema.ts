import { isObject } from "@/components/schema-form/path";
import type { JsonSchema } from "@/components/schema-form/schema";
import type { StepType } from "@/lib/definition/types";
import { commonSchema } from "./commonSchema";

const made = new WeakMap<StepType, JsonSchema>();

/** The schema of a whole step of a type: the common fields, the type's and, in `customConfig`, its module's. */
export function stepSchema(type: StepType | undefined): JsonSchema {
  if (!type) return commonSchema;
  const known = made.get(type);
  if (known) return known;
  const schema = merged(type);
  made.set(type, schema);
  return schema;
}

function merged({ schema, moduleSchema }: StepType): JsonSchema {
  const own = isObject(schema.properties) ? schema.properties : {};
  const common = isObject(commonSchema.properties) ? commonSchema.properties : {};
  const { $defs: moduleDefs, ...module } = moduleSchema ?? {};
  return {
    type: "object",
    $defs: { ...asObject(schema.$defs), ...asObject(moduleDefs) },
    properties: { ...common, ...own, ...(moduleSchema && { customConfig: module }) },
    required: schema.required ?? [],
  };
}

function asObject(value: unknown): object {
  return isObject(value) ? value : {};
}

/** The names of the fields that belong to a type, not to every step. */
export function ownFields(type: StepType | undefined): string[] {
  return type && isObject(type.schema.properties) ? Object.keys(type.schema.properties) : [];
}
