import type { JsonSchema } from "@/components/schema-form/schema";
import { onErrorSchema } from "../step/commonSchema";

const path = { type: "string", format: "path" };
const jsonSchema = { type: "object", format: "json-schema" };
const seconds = { type: "integer", minimum: 1, maximum: 31_622_400 };

/** The kinds of completion actions by the server's names. */
export const ACTION_TYPES = [
  "API_CALL",
  "SQS_SEND",
  "SNS_SEND",
  "CUSTOM_LAMBDA_INVOKE",
  "START_FLOW_EXECUTION",
  "WEBHOOK",
  "LOG_ONLY",
];

/** The settings of a flow, as widgets need to know them; the server is the judge. */
export const flowSchema: JsonSchema = {
  type: "object",
  properties: {
    flowVariables: { type: "object", format: "literals" },
    inputSchema: jsonSchema,
    outputSchema: jsonSchema,
    output: { type: "object", format: "input-mappings" },
    timeoutSeconds: seconds,
    maxConcurrentExecutions: { type: "integer", minimum: 1, maximum: 1_000_000 },
    searchAttributes: { type: "object", additionalProperties: path },
    redactPaths: { type: "array", items: path },
    onCompletionActions: {
      type: "array",
      items: {
        type: "object",
        required: ["actionType"],
        properties: {
          actionType: { type: "string", enum: ACTION_TYPES },
          target: { type: "string", format: "template" },
          executeOnStatus: {
            type: "string",
            enum: ["COMPLETED", "FAILED", "CANCELLED", "TIMED_OUT", "ANY"],
            default: "ANY",
          },
          condition: { type: "string", format: "condition" },
          payloadTemplate: { format: "template-json" },
          connectionId: { type: "string", format: "connection-ref" },
        },
      },
    },
    defaultStepConfig: {
      type: "object",
      properties: {
        onError: onErrorSchema,
        inferenceParameters: {
          type: "object",
          properties: {
            temperature: { type: "number", minimum: 0, maximum: 2 },
            maxOutputTokens: { type: "integer", minimum: 1, maximum: 10_000_000 },
            topP: { type: "number", minimum: 0, maximum: 1 },
            topK: { type: "integer", minimum: 1, maximum: 1_000_000 },
            seed: { type: "integer" },
          },
        },
        timeoutSeconds: seconds,
      },
    },
  },
};
