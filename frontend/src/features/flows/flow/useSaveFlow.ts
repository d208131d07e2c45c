import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import { flowByIdQuery } from "@/api/flows/flowById";
import { updateFlow } from "@/api/flows/updateFlow";

/** Saves names, description and tags of a flow; everything that shows the flow follows. */
export function useSaveFlow(flowId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (changes: Schemas["PatchedEntityPatchRequest"]) => updateFlow(flowId, changes),
    onSuccess: async (flow) => {
      queryClient.setQueryData(flowByIdQuery(flowId).queryKey, flow);
      await queryClient.invalidateQueries({ queryKey: ["flows"] });
    },
  });
}
