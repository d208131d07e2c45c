import { queryOptions } from "@tanstack/react-query";
import { listExecutions } from "./listExecutions";

/** The newest runs with one of these statuses (with commas), at most `limit`. */
export function recentExecutionsQuery(status: string, limit: number) {
  return queryOptions({
    queryKey: ["executions", "recent", status, limit],
    queryFn: async ({ signal }) => (await listExecutions({ status, limit }, signal)).results,
  });
}
