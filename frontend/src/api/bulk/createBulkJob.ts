import { api, body } from "../client";
import type { BulkJob, BulkRequest } from "./types";

/**
 * Asks for one action on many runs. `key` makes a second try of the same harmless. Refused with 400 when there is no run
 * to do it to, or too many.
 */
export async function createBulkJob(request: BulkRequest, key: string): Promise<BulkJob> {
  const params = { header: { "Idempotency-Key": key } };
  const answer = body(await api.POST("/api/v1/executions/bulk/", { params, body: request }));
  if ("id" in answer) return answer;
  throw new Error("The server gave a preview where a job was asked for.");
}
