import type { Schemas } from "../client";
import { api, body } from "../client";

/** What a visit did to the context of its way. */
export type VisitChanges = Schemas["VisitChanges"];

/** One way of a run, from a visit on: `branch` "" is the main one. */
export interface Way {
  branch: string;
  /** Visits behind this one; in a branch at least its fork's. */
  after: number;
}

/** A page of what the visits of a way changed, in their order. */
export async function listChanges(executionId: string, way: Way, signal?: AbortSignal) {
  const params = { path: { execution_id: executionId }, query: { ...way, limit: 200 } };
  return body(await api.GET("/api/v1/executions/{execution_id}/changes/", { params, signal }));
}
