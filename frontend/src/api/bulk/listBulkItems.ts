import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { nextCursor } from "../pages";

/** What became of the runs of a job, page by page; `status` is one, several with commas, or empty for all. */
export function bulkItemsQuery(jobId: string, status: string) {
  return infiniteQueryOptions({
    queryKey: ["bulk", "items", jobId, status],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...(status && { status }), ...(pageParam && { cursor: pageParam }) };
      const params = { path: { bulk_job_id: jobId }, query };
      return body(await api.GET("/api/v1/executions/bulk/{bulk_job_id}/items/", { params, signal }));
    },
    initialPageParam: "",
    getNextPageParam: nextCursor,
  });
}
