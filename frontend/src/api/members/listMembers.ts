import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { nextCursor } from "../pages";

/** Who belongs to the workspace, the longest-standing first. */
export function listMembersQuery() {
  return infiniteQueryOptions({
    queryKey: ["members"],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ signal, pageParam: cursor }) =>
      body(await api.GET("/api/v1/members/", { params: { query: { cursor, limit: 100 } }, signal })),
    getNextPageParam: nextCursor,
  });
}
