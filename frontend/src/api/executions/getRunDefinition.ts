import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** The definition a run was started with; it never changes. */
export function runDefinitionQuery(executionId: string) {
  return queryOptions({
    queryKey: ["executions", executionId, "definition"],
    queryFn: async ({ signal }) => {
      const params = { path: { execution_id: executionId } };
      return body(await api.GET("/api/v1/executions/{execution_id}/definition/", { params, signal }))
        .definition;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}
