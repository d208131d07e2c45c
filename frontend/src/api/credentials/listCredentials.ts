import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { nextCursor } from "../pages";

/** The credentials of the workspace without their values, the newest first. For editors and above. */
export function listCredentialsQuery() {
  return infiniteQueryOptions({
    queryKey: ["credentials"],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ signal, pageParam: cursor }) =>
      body(await api.GET("/api/v1/credentials/", { params: { query: { cursor, limit: 100 } }, signal })),
    getNextPageParam: nextCursor,
  });
}
