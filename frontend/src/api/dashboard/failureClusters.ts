import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../client";
import type { Span } from "./runStatistics";

export type Cluster = Schemas["ClusterOut"];

/** Failures that are alike, the largest clusters first, of runs that ended `from` then on. */
export function failureClustersQuery(span: Span) {
  return queryOptions({
    queryKey: ["dashboard", "failures", span],
    queryFn: async ({ signal }) =>
      body(await api.GET("/api/v1/dashboard/failures/", { params: { query: span }, signal })),
    placeholderData: keepPreviousData,
  });
}
