import { api, body, type Schemas } from "../client";

/** What a whole redrive is made with; what is left out is as it was. */
export type RedriveBody = Schemas["RedriveBodyRequest"];

/**
 * Runs an execution again from its start. `key` makes a second try of the same harmless. Throws ApiError: 400 names the
 * field of the input that is wrong, 409 when there is no such version.
 */
export async function redriveExecution(executionId: string, asked: RedriveBody, key: string) {
  const params = { path: { execution_id: executionId }, header: { "Idempotency-Key": key } };
  return body(await api.POST("/api/v1/executions/{execution_id}/redrive/", { params, body: asked }));
}
