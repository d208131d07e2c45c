import { api, body } from "../client";
import type { BulkRequest } from "./types";

/**
 * Asks for one action on many runs. `key` makes a second try of the same harmless. Refused with 400 when there is no run
 * to do it to, or too many.
 */
export async function createBulkJob(request: BulkRequest, key: string) {
  const params = { header: { "Idempotency-Key": key } };
  return body(await api.POST("/api/v1/executions/bulk/", { params, body: request }));
}
