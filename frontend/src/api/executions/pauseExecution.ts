import { api, body } from "../client";

/** Asks a live run to rest after the step it is at. Refused with 409 when it is over. */
export async function pauseExecution(executionId: string) {
  const params = { path: { execution_id: executionId } };
  return body(await api.POST("/api/v1/executions/{execution_id}/pause/", { params }));
}
