import { queryOptions, replaceEqualDeep } from "@tanstack/react-query";
import { api, body } from "../client";

/** One run with its lineage. Values over 64 KB are `{preview, bytes, href}`. */
export async function getExecution(executionId: string, signal?: AbortSignal) {
  const params = { path: { execution_id: executionId } };
  return body(await api.GET("/api/v1/executions/{execution_id}/", { params, signal }));
}

/** The same as a query. Of two answers the one that saw more events stays: the first asked for may be the last to come. */
export function executionQuery(executionId: string) {
  return queryOptions({
    queryKey: ["executions", executionId, "detail"],
    queryFn: ({ signal }) => getExecution(executionId, signal),
    structuralSharing: (before, now) =>
      eventSeqOf(before) > eventSeqOf(now) ? before : replaceEqualDeep(before, now),
  });
}

function eventSeqOf(run: unknown): number {
  return typeof run === "object" && run !== null && "eventSeq" in run ? Number(run.eventSeq) : 0;
}
