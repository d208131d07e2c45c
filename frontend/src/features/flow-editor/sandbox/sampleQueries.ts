import { queryOptions } from "@tanstack/react-query";
import { api, body } from "@/api/client";
import { contextQuery } from "@/api/executions/getContext";
import { executionQuery } from "@/api/executions/getExecution";
import { listExecutions } from "@/api/executions/listExecutions";
import type { Execution, VisitRow } from "@/api/executions/types";
import { isObject, type JsonObject } from "@/lib/expressions/types";

/** A visit of a step in a run. */
export interface SampleVisit {
  execution: Execution;
  visit: VisitRow;
}

const LOOKED_AT = 12;
const FRESH_MS = 15_000;

async function visitsOf(executionId: string, stepId: string, signal: AbortSignal): Promise<VisitRow[]> {
  const params = {
    path: { execution_id: executionId },
    query: { stepInstanceId: stepId, limit: 200 },
  };
  return body(await api.GET("/api/v1/executions/{execution_id}/steps/", { params, signal })).results;
}

/** The visits of a step in one run, in their order. */
export function stepVisitsQuery(executionId: string, stepId: string) {
  return queryOptions({
    queryKey: ["executions", executionId, "visits-of", stepId],
    queryFn: ({ signal }) => visitsOf(executionId, stepId, signal),
    staleTime: FRESH_MS,
  });
}

/** The latest runs of a flow. */
export function recentRunsQuery(flowId: string) {
  return queryOptions({
    queryKey: ["executions", "recent", flowId],
    queryFn: async ({ signal }) => (await listExecutions({ flow: flowId, limit: 25 }, signal)).results,
    staleTime: FRESH_MS,
  });
}

/** The last visit of a step in the latest run that came by; null when none of the latest did. */
export function lastVisitQuery(flowId: string, stepId: string) {
  return queryOptions({
    queryKey: ["executions", "last-visit", flowId, stepId],
    queryFn: async ({ signal }): Promise<SampleVisit | null> => {
      const runs = (await listExecutions({ flow: flowId, limit: LOOKED_AT }, signal)).results;
      for (const execution of runs) {
        const visit = (await visitsOf(execution.id, stepId, signal)).at(-1);
        if (visit) return { execution, visit };
      }
      return null;
    },
    staleTime: FRESH_MS,
  });
}

/** The context that a visit began with, with the views that its paths could read. */
export function sampleContextQuery(executionId: string, visit: { seq: number; path: string }) {
  return queryOptions({
    queryKey: ["executions", executionId, "sample", visit.seq],
    queryFn: async ({ signal, client }): Promise<JsonObject> => {
      const [context, execution, ...views] = await Promise.all([
        client.fetchQuery(contextQuery(executionId, { seq: visit.seq, side: "before" }, "")),
        client.fetchQuery(executionQuery(executionId)),
        viewAt(executionId, visit.seq, "error", signal),
        ...(visit.path.includes("[")
          ? [
              viewAt(executionId, visit.seq, "currentItem", signal),
              viewAt(executionId, visit.seq, "currentIndex", signal),
            ]
          : []),
      ]);
      const { id, flowId, flowVersion, startedAt, trigger, input } = execution;
      return Object.assign(
        isObject(context) ? { ...context } : {},
        { initialContextData: input, execution: { id, flowId, flowVersion, startedAt, trigger } },
        ...views,
      );
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** A view of a visit as a member of a context; empty where the visit had none. */
async function viewAt(
  executionId: string,
  seq: number,
  name: string,
  signal: AbortSignal,
): Promise<JsonObject> {
  const ask = { kind: "path" as const, expression: `$.${name}`, executionId, seq, side: "before" as const };
  const { value, event } = body(await api.POST("/api/v1/evaluate/", { body: ask, signal }));
  return event.status === "SUCCESS" ? { [name]: value } : {};
}
