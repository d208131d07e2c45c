import type { Schemas } from "../client";

export type Execution = Schemas["ExecutionOut"];
export type ExecutionDetail = Schemas["ExecutionDetail"];
export type ExecutionStatus = Schemas["ExecutionStatus"];
export type VisitRow = Schemas["StepOut"];
export type VisitDetail = Schemas["StepDetail"];
export type StepStatus = Schemas["StepStatus"];
export type RunError = Schemas["RunError"];
export type RunTransition = Schemas["TransitionOut"];

/** Every status of a run, from its beginning to its end. */
export const EVERY_STATUS: readonly ExecutionStatus[] = [
  "QUEUED",
  "RUNNING",
  "WAITING",
  "PAUSED",
  "COMPLETED",
  "FAILED",
  "CANCELLED",
  "TIMED_OUT",
  "QUARANTINED",
];

const FINAL: ReadonlySet<string> = new Set(["COMPLETED", "FAILED", "CANCELLED", "TIMED_OUT", "QUARANTINED"]);
const OPEN_VISIT: ReadonlySet<string> = new Set(["RUNNING", "RETRYING", "WAITING"]);

/** Whether a run with this status is over for good. */
export function isOver(status: string): boolean {
  return FINAL.has(status);
}

/** Whether a visit with this status goes on. */
export function isOpenVisit(status: string): boolean {
  return OPEN_VISIT.has(status);
}
