import type { Span } from "@/api/dashboard/runStatistics";
import { FAILURES } from "@/components/bulk/target";
import { paths } from "@/lib/paths";

/** The list of runs of the page's time and flow, narrowed further. */
export function runsOf(span: Span, filters: Record<string, string> = {}): string {
  return paths.executions({ ...(span.flow && { flow: span.flow }), range: span.range, ...filters });
}

/** All failed runs of the page's time and flow. */
export function failedRunsOf(span: Span, filters: Record<string, string> = {}): string {
  return runsOf(span, { status: FAILURES.join(","), ...filters });
}

/** The runs that began between two moments (ISO 8601), with one of these statuses. */
export function runsBetween(span: Span, from: string, until: string, status: string): string {
  return paths.executions({
    ...(span.flow && { flow: span.flow }),
    status,
    startedAfter: from,
    startedBefore: until,
  });
}
