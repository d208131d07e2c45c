import { type ExecutionDetail, isOpenVisit, type VisitRow } from "@/api/executions/types";

/**
 * The visit to look at when none was chosen: the one that failed the run, else the newest that goes on, else the last.
 */
export function defaultVisit(
  execution: ExecutionDetail | undefined,
  visits: readonly VisitRow[],
): VisitRow | undefined {
  const failedAt = execution?.error?.stepInstanceId;
  const failed = failedAt
    ? visits.findLast((visit) => visit.stepInstanceId === failedAt && visit.status === "FAILED")
    : undefined;
  return failed ?? visits.findLast((visit) => isOpenVisit(visit.status)) ?? visits.at(-1);
}

/** The visit a click on a step of the canvas means: the next one after the chosen if that is of this step, else the last. */
export function visitOfStep(
  visits: readonly VisitRow[],
  stepId: string,
  chosen: VisitRow | undefined,
): VisitRow | undefined {
  const own = visits.filter((visit) => visit.stepInstanceId === stepId);
  if (chosen?.stepInstanceId !== stepId) return own.at(-1);
  return own.find((visit) => visit.seq > chosen.seq) ?? own[0];
}
