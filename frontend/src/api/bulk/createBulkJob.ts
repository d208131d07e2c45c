import { api, body } from "../client";
import type { BulkRequest } from "./types";

/** Asks for one action on many runs. Refused with 400 when there is no run to do it to, or too many. */
export async function createBulkJob(request: BulkRequest) {
  return body(await api.POST("/api/v1/executions/bulk/", { body: request }));
}
