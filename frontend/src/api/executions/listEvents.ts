import { api, body } from "../client";

/** A page of the event log of a run. */
export async function listEvents(executionId: string, cursor: string | undefined, signal?: AbortSignal) {
  const params = {
    path: { execution_id: executionId },
    query: { limit: 200, ...(cursor ? { cursor } : {}) },
  };
  return body(await api.GET("/api/v1/executions/{execution_id}/events/", { params, signal }));
}
