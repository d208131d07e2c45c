import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** One job, as far as it is. */
export function bulkJobQuery(jobId: string) {
  return queryOptions({
    queryKey: ["bulk", "job", jobId],
    queryFn: async ({ signal }) => {
      const params = { path: { bulk_job_id: jobId } };
      return body(await api.GET("/api/v1/executions/bulk/{bulk_job_id}/", { params, signal }));
    },
  });
}
