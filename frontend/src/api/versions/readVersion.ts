import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** One version with its definition. */
export function versionQuery(flowId: string, number: number) {
  return queryOptions({
    queryKey: ["versions", flowId, number],
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/v1/flows/{flow_id}/versions/{number}/", {
          params: { path: { flow_id: flowId, number } },
          signal,
        }),
      ),
  });
}
