import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { nextCursor } from "../pages";

/** Versions of a flow, the newest first, without their definitions. */
export function listVersionsQuery(flowId: string) {
  return infiniteQueryOptions({
    queryKey: ["versions", flowId, "list"],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ signal, pageParam: cursor }) =>
      body(
        await api.GET("/api/v1/flows/{flow_id}/versions/", {
          params: { path: { flow_id: flowId }, query: { cursor, limit: 50 } },
          signal,
        }),
      ),
    getNextPageParam: nextCursor,
  });
}
