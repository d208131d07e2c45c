import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { ExecutionFilters } from "./listExecutions";

/** How many runs match: `exact` is false when the server stopped counting. */
export function countExecutionsQuery(filters: ExecutionFilters) {
  return queryOptions({
    queryKey: ["executions", "count", filters],
    queryFn: async ({ signal }) =>
      body(await api.GET("/api/v1/executions/count/", { params: { query: filters }, signal })),
  });
}
