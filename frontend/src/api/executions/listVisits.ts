import { api, body } from "../client";

/** A page of the visits of a run in their order, without what they hold. `cursor` is of the page before. */
export async function listVisits(executionId: string, cursor: string | undefined, signal?: AbortSignal) {
  const params = {
    path: { execution_id: executionId },
    query: { limit: 200, ...(cursor ? { cursor } : {}) },
  };
  return body(await api.GET("/api/v1/executions/{execution_id}/steps/", { params, signal }));
}
