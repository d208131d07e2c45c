import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** The connections of the workspace (at most 200), to choose one from. */
export function connectionOptionsQuery() {
  return queryOptions({
    queryKey: ["connections", "options"],
    queryFn: async ({ signal }) =>
      body(await api.GET("/api/v1/connections/", { params: { query: { limit: 200 } }, signal })).results,
    staleTime: 30_000,
  });
}
