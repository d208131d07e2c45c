import type { TimeRange } from "@/api/dashboard/runStatistics";

/** How far back one may look, the shortest first. */
export const TIME_RANGES: readonly TimeRange[] = ["1h", "24h", "7d", "30d"];

/** The length of a range in milliseconds. */
export const RANGE_MS: Readonly<Record<TimeRange, number>> = {
  "1h": 3_600_000,
  "24h": 86_400_000,
  "7d": 604_800_000,
  "30d": 2_592_000_000,
};

/** What an address says about the past a page looks at. */
export interface SpanSearch {
  range?: TimeRange;
  flow?: string;
}

/** Reads range and flow of an address; what makes no sense is left out. */
export function parseSpan(search: Record<string, unknown>): SpanSearch {
  const range = TIME_RANGES.find((one) => one === search.range);
  const flow = typeof search.flow === "string" ? search.flow.trim().slice(0, 100) : "";
  return { ...(range && { range }), ...(flow && { flow }) };
}
