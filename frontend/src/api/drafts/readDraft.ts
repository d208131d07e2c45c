import { api, body, type Schemas } from "../client";

/** A version as the server has it now, past every cache. */
export async function readDraft(flowId: string, number: number): Promise<Schemas["FlowVersionOut"]> {
  return body(
    await api.GET("/api/v1/flows/{flow_id}/versions/{number}/", {
      params: { path: { flow_id: flowId, number } },
      cache: "no-store",
    }),
  );
}
