import type { JsonSchema } from "@/components/schema-form/schema";

const stepRef = { type: "string", format: "step-ref" };
const path = { type: "string", format: "path" };
const jsonSchema = { type: "object", format: "json-schema" };
const milliseconds = { type: "integer", minimum: 0, maximum: 31_622_400_000 };
const limit = { type: "integer", minimum: 0, maximum: 1_000_000, default: 5 };

/** `onError` as the server reads it. */
export const onErrorSchema: JsonSchema = {
  type: "object",
  properties: {
    retries: {
      type: "object",
      properties: {
        count: { type: "integer", minimum: 0, maximum: 10, default: 0 },
        intervalSeconds: { type: "number", minimum: 0.1, maximum: 3600, default: 5 },
        backoffRate: { type: "number", minimum: 1, maximum: 10, default: 2 },
        maxIntervalSeconds: { type: "number", minimum: 0.1, maximum: 86_400, default: 300 },
        jitter: { type: "boolean", default: true },
        errorEquals: { type: "array", items: { type: "string" } },
      },
    },
    retryOnContentError: {
      type: "object",
      properties: {
        count: { type: "integer", minimum: 1, maximum: 5, default: 1 },
        feedback: { type: "boolean", default: true },
      },
    },
    continueOnFailure: { type: "boolean", default: false },
    fallbackStepInstanceId: stepRef,
  },
};

/** The fields that every step has, as widgets need to know them; the server is the judge. */
export const commonSchema: JsonSchema = {
  type: "object",
  properties: {
    description: { type: "string" },
    fill: { type: "string" },
    stepDefinitionId: { type: "string" },
    stepDefinitionVersion: { type: "integer", minimum: 1 },
    inputMappings: { type: "object", format: "input-mappings" },
    literals: { type: "object", format: "literals" },
    outputMappings: { type: "object", format: "output-mappings" },
    transitions: {
      type: "array",
      items: {
        type: "object",
        required: ["condition", "nextStepInstanceId"],
        properties: {
          condition: { type: "string", format: "condition" },
          nextStepInstanceId: stepRef,
          maxTransitions: limit,
        },
      },
    },
    defaultNextStepInstanceId: stepRef,
    defaultNextMaxTransitions: limit,
    onError: onErrorSchema,
    timeoutSeconds: { type: "integer", minimum: 1, maximum: 31_622_400 },
    delay: {
      type: "object",
      properties: {
        milliseconds,
        delayFrom: milliseconds,
        delayTo: milliseconds,
        position: { type: "string", enum: ["before", "after"], default: "after" },
      },
    },
    checkpoint: {
      type: "object",
      properties: { id: { type: "string" }, label: { type: "string" }, order: { type: "integer" } },
    },
    outputValidation: {
      type: "object",
      properties: { requiredFields: { type: "array", items: path }, schema: jsonSchema },
    },
    sideEffects: { type: "string", enum: ["none", "idempotent", "keyed", "at-most-once"] },
  },
};
