import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** Every tag of the workspace's flows and how many flows have it. */
export function flowTagsQuery() {
  return queryOptions({
    queryKey: ["flows", "tags"],
    queryFn: async ({ signal }) => body(await api.GET("/api/v1/flows/tags/", { signal })).results,
    staleTime: 60_000,
  });
}
