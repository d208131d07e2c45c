import type { Schemas } from "../client";
import { api, body } from "../client";

/** One branch of a fork, counted. */
export type Branch = Schemas["BranchOut"];

/** What a step did in all branches together. */
export type StepTotals = Schemas["BranchStepOut"];

/** A page of the branches that the fork of a visit opened, failed ones first, with the counts of all. */
export async function listBranches(
  executionId: string,
  fork: number,
  cursor: string | undefined,
  signal?: AbortSignal,
) {
  const params = {
    path: { execution_id: executionId },
    query: { fork, limit: 200, ...(cursor ? { cursor } : {}) },
  };
  return body(await api.GET("/api/v1/executions/{execution_id}/branches/", { params, signal }));
}
