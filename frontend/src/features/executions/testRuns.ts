import type { ExecutionDetail } from "@/api/executions/types";

/** A run that goes on, for tests. */
export function execution(fields: Partial<ExecutionDetail> = {}): ExecutionDetail {
  return {
    id: "01a1fde4-0000-7000-8000-00000000e001",
    flowId: "01a1fde4-0000-7000-8000-00000000f001",
    flowVersion: 2,
    status: "RUNNING",
    input: { order: 1 },
    output: null,
    error: null,
    errorFingerprint: null,
    trigger: "api",
    labels: {},
    priority: 0,
    createdAt: "2026-03-01T10:00:00Z",
    startedAt: "2026-03-01T10:00:00Z",
    endedAt: null,
    durationMs: null,
    currentStepInstanceId: "b",
    progress: { visits: 2, done: 0, total: 0, checkpoints: [] },
    redriveOf: null,
    parentId: null,
    lineage: {
      redriveOf: null,
      redriveFromSeq: null,
      redriveContextDiff: null,
      redrives: [],
      parentId: null,
      parentSeq: null,
      children: [],
    },
    eventSeq: 3,
    cancelRequestedAt: null,
    pauseRequestedAt: null,
    ...fields,
  };
}
