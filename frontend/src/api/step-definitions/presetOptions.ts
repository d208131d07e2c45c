import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** The first presets whose name holds a text, to choose one from. */
export function presetOptionsQuery(search: string) {
  return queryOptions({
    queryKey: ["step-definitions", "search", search],
    queryFn: async ({ signal }) =>
      body(await api.GET("/api/v1/step-definitions/", { params: { query: { search, limit: 20 } }, signal }))
        .results,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}
