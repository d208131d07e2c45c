import { parseSpan, type SpanSearch } from "@/lib/timeSpan";

/** What the address of the failures says. */
export interface FailuresSearch extends SpanSearch {
  /** The drawer of jobs: `all`, or the id of one. */
  job?: string;
}

/** Reads the search part of the failures' address; what makes no sense is left out. */
export function parseFailuresSearch(search: Record<string, unknown>): FailuresSearch {
  const job = typeof search.job === "string" ? search.job.trim().slice(0, 100) : "";
  return { ...parseSpan(search), ...(job && { job }) };
}
