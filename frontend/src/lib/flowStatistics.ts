import { useQuery } from "@tanstack/react-query";
import { type FlowStatistics, flowStatisticsQuery } from "@/api/flows/flowStatistics";

/** The statistics of a flow by its id: undefined while they load, null when they are not known. */
export type StatisticsOf = (flowId: string) => FlowStatistics | null | undefined;

/** How the runs of these flows go, asked for in one request (at most 200 flows). */
export function useFlowStatistics(flowIds: readonly string[]): StatisticsOf {
  const { data, isLoading, isPlaceholderData } = useQuery(flowStatisticsQuery(flowIds));
  return (flowId) => data?.[flowId] ?? (isLoading || isPlaceholderData ? undefined : null);
}
