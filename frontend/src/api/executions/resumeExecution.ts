import { api, body } from "../client";

/** Lets a paused run go on. Refused with 409 when it is not paused. */
export async function resumeExecution(executionId: string) {
  const params = { path: { execution_id: executionId } };
  return body(await api.POST("/api/v1/executions/{execution_id}/resume/", { params }));
}
