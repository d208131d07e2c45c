import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { nextCursor } from "../pages";

/** The connections of the workspace, the newest first. */
export function listConnectionsQuery() {
  return infiniteQueryOptions({
    queryKey: ["connections", "list"],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ signal, pageParam: cursor }) =>
      body(await api.GET("/api/v1/connections/", { params: { query: { cursor, limit: 100 } }, signal })),
    getNextPageParam: nextCursor,
  });
}
