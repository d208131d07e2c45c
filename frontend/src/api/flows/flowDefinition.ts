import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** A version of another flow, as it was saved. */
export function flowDefinitionQuery(flowId: string, number: number) {
  return queryOptions({
    queryKey: ["versions", flowId, number, "definition"],
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/v1/flows/{flow_id}/versions/{number}/", {
          params: { path: { flow_id: flowId, number } },
          signal,
        }),
      ).definition,
    staleTime: 30_000,
  });
}
