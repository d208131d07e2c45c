import { parseSpan, type SpanSearch } from "@/lib/timeSpan";

/** What the rows are of. */
export type By = "steps" | "flows";

export const SORTS = [
  "name",
  "flowName",
  "visits",
  "failureRate",
  "p50Ms",
  "p95Ms",
  "inputTokens",
  "outputTokens",
  "costUsd",
] as const;
export type Sort = (typeof SORTS)[number];

/** What the address of the statistics says. */
export interface StatisticsSearch extends SpanSearch {
  by?: By;
  sort?: Sort;
  dir?: "asc" | "desc";
}

/** Reads the search part of the statistics' address; what makes no sense is left out. */
export function parseStatisticsSearch(search: Record<string, unknown>): StatisticsSearch {
  const sort = SORTS.find((one) => one === search.sort);
  const dir = search.dir === "asc" || search.dir === "desc" ? search.dir : undefined;
  return {
    ...parseSpan(search),
    ...(search.by === "flows" && { by: search.by }),
    ...(sort && { sort }),
    ...(dir && { dir }),
  };
}
