import type { Schemas } from "@/api/client";

/** One message of the server. A feed's frames have `seq`; a channel's and answers to the client have none. */
export interface LiveFrame {
  type: string;
  seq?: number;
  [field: string]: unknown;
}

/** A visit as an event of its run mentions it; the whole visit is read over HTTP. */
export interface TouchedVisit {
  type: string;
  seq: number;
  path: string;
  stepInstanceId: string;
  status: Schemas["StepStatus"];
  attempts: number;
}

/** An event of one run. `seq` counts the run's events without a gap; `steps` is there in `progress`. */
export interface ExecutionFrame extends LiveFrame {
  seq: number;
  at: string;
  steps?: TouchedVisit[];
}

/** An event of any run of the workspace; `status` is the run's status now. */
export interface WorkspaceFrame extends LiveFrame {
  seq: number;
  executionId: string;
  flowId: string;
  status: Schemas["ExecutionStatus"];
  at: string;
  eventSeq: number;
}

/** How far a bulk job is. It has no number: only the last one of a job counts. */
export interface JobFrame extends LiveFrame {
  jobId: string;
  status: Schemas["BulkStatus"];
  at: string;
}

/** Reads a message; null when it is not a frame. */
export function readFrame(text: unknown): LiveFrame | null {
  if (typeof text !== "string") return null;
  try {
    const value: unknown = JSON.parse(text);
    return isFrame(value) ? value : null;
  } catch {
    return null;
  }
}

function isFrame(value: unknown): value is LiveFrame {
  return (
    typeof value === "object" && value !== null && typeof (value as Record<string, unknown>).type === "string"
  );
}

/** Whether a frame is an event of a run. */
export function isExecutionFrame(frame: LiveFrame): frame is ExecutionFrame {
  return typeof frame.seq === "number" && typeof frame.at === "string";
}

/** Whether a frame is an event of the workspace. */
export function isWorkspaceFrame(frame: LiveFrame): frame is WorkspaceFrame {
  return isExecutionFrame(frame) && typeof frame.executionId === "string";
}

/** Whether a frame tells how far a bulk job is. */
export function isJobFrame(frame: LiveFrame): frame is JobFrame {
  return frame.type === "bulk.progress" && typeof frame.jobId === "string";
}
