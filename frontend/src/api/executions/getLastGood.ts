import { api, body } from "../client";

/** The newest completed run of the same flow before this one, else the next one after it; null when there is none. */
export async function getLastGood(executionId: string) {
  const params = { path: { execution_id: executionId } };
  return body(await api.GET("/api/v1/executions/{execution_id}/last-good/", { params }));
}
