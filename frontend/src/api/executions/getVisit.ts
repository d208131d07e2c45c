import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** One visit, whole. `state` is anything that changes when the visit does: another state is asked for anew. */
export function visitQuery(executionId: string, seq: number, state: string) {
  return queryOptions({
    queryKey: ["executions", executionId, "visit", seq, state],
    queryFn: async ({ signal }) => {
      const params = { path: { execution_id: executionId, seq } };
      return body(await api.GET("/api/v1/executions/{execution_id}/steps/{seq}/", { params, signal }));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}
