import { api, body } from "../client";

/** Asks a live run to stop for good. Refused with 409 when it is over. */
export async function cancelExecution(executionId: string) {
  const params = { path: { execution_id: executionId } };
  return body(await api.POST("/api/v1/executions/{execution_id}/cancel/", { params }));
}
