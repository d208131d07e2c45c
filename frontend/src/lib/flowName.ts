import { useQuery } from "@tanstack/react-query";
import { flowNamesQuery } from "@/api/executions/flowNames";
import { flowByIdQuery } from "@/api/flows/flowById";

/** The name of a flow: from the list of all, or by itself when it is not there (archived, or one of very many). */
export function useFlowName(flowId: string | undefined): string | undefined {
  const names = useQuery(flowNamesQuery());
  const listed = flowId ? names.data?.[flowId] : undefined;
  const alone = useQuery({
    ...flowByIdQuery(flowId ?? ""),
    enabled: flowId !== undefined && names.data !== undefined && listed === undefined,
  });
  return listed ?? alone.data?.name;
}
