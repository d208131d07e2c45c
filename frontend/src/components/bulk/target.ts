import type { BulkAction, BulkRequest } from "@/api/bulk/types";
import type { ExecutionFilters } from "@/api/executions/listExecutions";
import { EVERY_STATUS, type ExecutionStatus, isOver } from "@/api/executions/types";

/** Which runs a job is for: these, or all that the filters find when it is made. */
export type BulkTarget = { ids: readonly string[] } | { filters: ExecutionFilters };

/** The runs as a request names them. */
export function selectionOf(target: BulkTarget): Pick<BulkRequest, "ids" | "filter"> {
  return "ids" in target ? { ids: [...target.ids] } : { filter: target.filters };
}

/** The filters narrowed to runs that the action can be done to; null when there can be none. */
export function narrowed(action: BulkAction, filters: ExecutionFilters): ExecutionFilters | null {
  if (action === "redrive") return filters;
  const wanted = filters.status?.split(",") ?? EVERY_STATUS;
  const left = wanted.filter((status) => isOver(status) === (action === "delete"));
  return left.length > 0 ? { ...filters, status: left.join(",") } : null;
}

/** The statuses of runs that failed. */
export const FAILURES: readonly ExecutionStatus[] = ["FAILED", "TIMED_OUT", "QUARANTINED"];
