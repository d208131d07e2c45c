import { api, body, type Schemas } from "../client";

/** Takes the live version back; afterwards the flow starts only when a version is named. */
export async function unpublishVersion(flowId: string, number: number): Promise<Schemas["FlowVersionOut"]> {
  return body(
    await api.POST("/api/v1/flows/{flow_id}/versions/{number}/unpublish/", {
      params: { path: { flow_id: flowId, number } },
    }),
  );
}
