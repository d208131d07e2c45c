import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** What makes version `to` of version `from`. `revision` is that of a draft, so that a save asks anew. */
export function diffVersionsQuery(flowId: string, from: number, to: number, revision = 0) {
  return queryOptions({
    queryKey: ["versions", flowId, "diff", from, to, revision],
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/v1/flows/{flow_id}/versions/{number}/diff/{other}/", {
          params: { path: { flow_id: flowId, number: from, other: to } },
          signal,
        }),
      ),
  });
}
