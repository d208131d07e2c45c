import { api, body } from "../client";

/** Ends a job: no more runs are done. Refused with 409 when it is over. */
export async function stopBulkJob(jobId: string) {
  const params = { path: { bulk_job_id: jobId } };
  return body(await api.POST("/api/v1/executions/bulk/{bulk_job_id}/stop/", { params }));
}
