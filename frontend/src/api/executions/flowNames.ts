import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** The names of the workspace's flows by their ids, the 200 first of them. */
export function flowNamesQuery() {
  return queryOptions({
    queryKey: ["flows", "names"],
    queryFn: async ({ signal }): Promise<Record<string, string>> => {
      const page = body(await api.GET("/api/v1/flows/", { params: { query: { limit: 200 } }, signal }));
      return Object.fromEntries(page.results.map((flow) => [flow.id, flow.name]));
    },
    staleTime: 60_000,
  });
}
