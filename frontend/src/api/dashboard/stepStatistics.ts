import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { Span } from "./runStatistics";

/** Visits, failures, durations, tokens and cost by step; at most 500 steps, the most visited. */
export function stepStatisticsQuery(span: Span) {
  return queryOptions({
    queryKey: ["dashboard", "steps", span],
    queryFn: async ({ signal }) =>
      body(await api.GET("/api/v1/dashboard/steps/", { params: { query: span }, signal })),
    placeholderData: keepPreviousData,
  });
}
