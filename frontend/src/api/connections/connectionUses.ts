import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** What names a connection: flows, step definitions. */
export function connectionUsesQuery(id: string) {
  return queryOptions({
    queryKey: ["connections", id, "uses"],
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/v1/connections/{connection_id}/used-by/", {
          params: { path: { connection_id: id } },
          signal,
        }),
      ).results,
  });
}
