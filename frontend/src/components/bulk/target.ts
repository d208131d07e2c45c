import type { BulkRequest } from "@/api/bulk/types";
import type { ExecutionFilters } from "@/api/executions/listExecutions";
import type { ExecutionStatus } from "@/api/executions/types";

/** Which runs a job is for: these, or all that the filters find when it is made, except some. */
export type BulkTarget =
  | { ids: readonly string[] }
  | { filters: ExecutionFilters; except?: readonly string[] };

/** The runs as a request names them. */
export function selectionOf(target: BulkTarget): Pick<BulkRequest, "ids" | "filter" | "except"> {
  if ("ids" in target) return { ids: [...target.ids] };
  const { filters, except = [] } = target;
  return { filter: filters, ...(except.length > 0 && { except: [...except] }) };
}

/** The statuses of runs that failed. */
export const FAILURES: readonly ExecutionStatus[] = ["FAILED", "TIMED_OUT", "QUARANTINED"];
