import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** The first flows whose name or description holds a text, to choose one from. */
export function searchFlowsQuery(search: string) {
  return queryOptions({
    queryKey: ["flows", "search", search],
    queryFn: async ({ signal }) =>
      body(await api.GET("/api/v1/flows/", { params: { query: { search, limit: 20 } }, signal })).results,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}
