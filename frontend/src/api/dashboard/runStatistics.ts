import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../client";

export type TimeRange = Schemas["Range"];

/** Which part of the workspace's past statistics are of; without `flow` all flows. */
export interface Span {
  range: TimeRange;
  flow?: string;
}

/** Runs over time, by how they ended and by flow, against the time before. The last answer stays while the next comes. */
export function runStatisticsQuery(span: Span) {
  return queryOptions({
    queryKey: ["dashboard", "stats", span],
    queryFn: async ({ signal }) =>
      body(await api.GET("/api/v1/dashboard/stats/", { params: { query: span }, signal })),
    placeholderData: keepPreviousData,
  });
}
