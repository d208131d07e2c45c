import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { api, body } from "../client";
import { nextCursor } from "../pages";

/** Step definitions whose name or description holds a text, the one changed last first. */
export function listPresetsQuery(search: string) {
  return infiniteQueryOptions({
    queryKey: ["step-definitions", "list", search],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ signal, pageParam: cursor }) =>
      body(
        await api.GET("/api/v1/step-definitions/", {
          params: { query: { search: search || undefined, cursor, limit: 50 } },
          signal,
        }),
      ),
    getNextPageParam: nextCursor,
    placeholderData: keepPreviousData,
  });
}
