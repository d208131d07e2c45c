import { api, body } from "../client";

/** Which visits of a run: all, or those of one way ("" is the main one) without the branches of its forks. */
export interface VisitFilter {
  branch?: string;
}

/** A page of the visits of a run in their order, without what they hold. `cursor` is of the page before. */
export async function listVisits(
  executionId: string,
  cursor: string | undefined,
  { signal, ...filter }: VisitFilter & { signal?: AbortSignal } = {},
) {
  const params = {
    path: { execution_id: executionId },
    query: { ...filter, limit: 200, ...(cursor ? { cursor } : {}) },
  };
  return body(await api.GET("/api/v1/executions/{execution_id}/steps/", { params, signal }));
}
