import type { VisitRow } from "@/api/executions/types";

/** A visit that is done, for tests; its path ends with its step. */
export function visitRow(seq: number, path: string, fields: Partial<VisitRow> = {}): VisitRow {
  return {
    seq,
    path,
    stepInstanceId: path.split(".").at(-1) ?? path,
    stepType: "NO_OP",
    status: "COMPLETED",
    attempts: 1,
    startedAt: "2026-03-01T10:00:00.000Z",
    endedAt: "2026-03-01T10:00:01.000Z",
    durationMs: 1000,
    warningCount: 0,
    inherited: false,
    transition: null,
    changes: { added: 0, changed: 0, removed: 0 },
    error: null,
    ...fields,
  };
}
