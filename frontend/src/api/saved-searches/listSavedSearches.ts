import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../client";

export type SavedSearch = Schemas["SavedSearchOut"];

const MOST = 200;

/** One's own searches and those that others share: the 200 newest. */
export function savedSearchesQuery() {
  return queryOptions({
    queryKey: ["saved-searches"],
    queryFn: async ({ signal }) => {
      const params = { query: { limit: MOST } };
      return body(await api.GET("/api/v1/saved-searches/", { params, signal })).results;
    },
    staleTime: 10_000,
  });
}
