import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { nextCursor } from "../pages";

/** What was done in the workspace, the newest first. */
export function listAuditQuery() {
  return infiniteQueryOptions({
    queryKey: ["audit"],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ signal, pageParam: cursor }) =>
      body(await api.GET("/api/v1/audit/", { params: { query: { cursor, limit: 50 } }, signal })),
    getNextPageParam: nextCursor,
  });
}
