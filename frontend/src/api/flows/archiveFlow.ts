import { api } from "../client";

/** Hides a flow from lists and stops new runs; nothing is deleted. */
export async function archiveFlow(flowId: string): Promise<void> {
  await api.DELETE("/api/v1/flows/{flow_id}/", { params: { path: { flow_id: flowId } } });
}
