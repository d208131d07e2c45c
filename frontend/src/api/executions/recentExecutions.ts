import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { listExecutions } from "./listExecutions";

/** The newest runs, of one flow or all, with one of these statuses (with commas; empty: any), at most `limit`. */
export function recentExecutionsQuery(status: string, limit: number, flow?: string) {
  const query = { limit, ...(status && { status }), ...(flow && { flow }) };
  return queryOptions({
    queryKey: ["executions", "recent", query],
    queryFn: async ({ signal }) => (await listExecutions(query, signal)).results,
    placeholderData: keepPreviousData,
  });
}
