import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** One flow by its id. */
export function flowByIdQuery(flowId: string) {
  return queryOptions({
    queryKey: ["flows", flowId, "entity"],
    queryFn: async ({ signal }) =>
      body(await api.GET("/api/v1/flows/{flow_id}/", { params: { path: { flow_id: flowId } }, signal })),
    staleTime: 30_000,
    retry: false,
  });
}
