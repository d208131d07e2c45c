import { expect, it } from "vitest";
import type { StepType } from "@/lib/definition/types";
import { newPreset, presetSchema } from "./presetSchema";

const uuid = {
  type: "DATA_TRANSFORMATION",
  module: "system/generate-uuid",
  defaults: { moduleIdentifier: "system/generate-uuid", customConfig: {} },
  schema: { type: "object", properties: { customConfig: { type: "object" } }, $defs: { A: {} } },
  moduleSchema: { type: "object", properties: { prefix: { type: "string" } }, $defs: { B: {} } },
} as Partial<StepType> as StepType;

it("a module's own fields take the place of the free customConfig", () => {
  const schema = presetSchema(uuid);
  expect(schema.properties).toMatchObject({
    customConfig: { type: "object", properties: { prefix: { type: "string" } } },
    inputMappings: { format: "input-mappings" },
  });
  expect(schema.$defs).toEqual({ A: {}, B: {} });
});

it("a new preset holds its type and a copy of the defaults", () => {
  const made = newPreset(uuid);
  expect(made).toEqual({
    stepType: "DATA_TRANSFORMATION",
    moduleIdentifier: "system/generate-uuid",
    customConfig: {},
  });
  expect(made.customConfig).not.toBe(uuid.defaults.customConfig);
});
