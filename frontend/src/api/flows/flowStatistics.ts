import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../client";

export type FlowStatistics = Schemas["FlowStatisticsOut"];

/** The last run, the rate of success (0 to 1) and the newest runs of these flows (at most 200), by flow. */
export function flowStatisticsQuery(flowIds: readonly string[]) {
  return queryOptions({
    queryKey: ["executions", "statistics", flowIds],
    queryFn: async ({ signal }): Promise<Record<string, FlowStatistics>> => {
      const answer = await api.GET("/api/v1/executions/statistics/", {
        params: { query: { flows: flowIds.join(",") } },
        signal,
      });
      return Object.fromEntries(body(answer).results.map((one) => [one.flowId, one]));
    },
    enabled: flowIds.length > 0,
    placeholderData: keepPreviousData,
  });
}
