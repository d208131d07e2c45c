import { useFlowName } from "@/lib/flowName";
import { shortId } from "./shortId";

/** The name of a flow, or the beginning of its id while that is not known. */
export function FlowName({ flowId }: { flowId: string }) {
  return useFlowName(flowId) ?? shortId(flowId);
}
