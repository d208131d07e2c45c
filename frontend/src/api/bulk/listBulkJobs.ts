import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { nextCursor } from "../pages";

const PAGE = 20;

/** The jobs of the workspace, the newest first, page by page. */
export function bulkJobsQuery() {
  return infiniteQueryOptions({
    queryKey: ["bulk", "jobs"],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) };
      return body(await api.GET("/api/v1/executions/bulk/", { params: { query }, signal }));
    },
    initialPageParam: "",
    getNextPageParam: nextCursor,
  });
}
