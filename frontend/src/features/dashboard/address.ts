import type { Span } from "@/api/dashboard/runStatistics";
import { FAILURES } from "@/components/bulk/target";
import { paths } from "@/lib/paths";

/** The list of runs of the page's time and flow, narrowed further. */
export function runsOf(span: Span, filters: Record<string, string> = {}): string {
  return paths.executions({ ...(span.flow && { flow: span.flow }), range: span.range, ...filters });
}

/** The list of runs that ended since a moment (ISO 8601), of the page's flow, narrowed further. */
export function runsEndedSince(span: Span, from: string, filters: Record<string, string> = {}): string {
  return paths.executions({ ...(span.flow && { flow: span.flow }), endedAfter: from, ...filters });
}

/** The failed ones of these. */
export function failedSince(span: Span, from: string, filters: Record<string, string> = {}): string {
  return runsEndedSince(span, from, { status: FAILURES.join(","), ...filters });
}

/** All failed runs of the page's time and flow. */
export function failedRunsOf(span: Span, filters: Record<string, string> = {}): string {
  return runsOf(span, { status: FAILURES.join(","), ...filters });
}

/** The runs that ended between two moments (ISO 8601), with one of these statuses. */
export function runsBetween(span: Span, from: string, until: string, status: string): string {
  return runsEndedSince(span, from, { endedBefore: until, status });
}
