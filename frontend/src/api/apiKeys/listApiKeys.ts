import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { nextCursor } from "../pages";

/** The workspace's keys without their secrets, the newest first. */
export function listApiKeysQuery() {
  return infiniteQueryOptions({
    queryKey: ["apiKeys"],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ signal, pageParam: cursor }) =>
      body(await api.GET("/api/v1/api-keys/", { params: { query: { cursor, limit: 100 } }, signal })),
    getNextPageParam: nextCursor,
  });
}
