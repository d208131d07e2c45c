import { api } from "../client";

/** Deletes a draft. A flow keeps at least one version: the server says when this is the last. */
export async function deleteDraft(flowId: string, number: number): Promise<void> {
  await api.DELETE("/api/v1/flows/{flow_id}/versions/{number}/", {
    params: { path: { flow_id: flowId, number } },
  });
}
