import { api, body, type Schemas } from "../client";

/** Makes a version live. 422 when it has errors. */
export async function publishVersion(
  flowId: string,
  number: number,
  note: string,
): Promise<Schemas["FlowVersionOut"]> {
  return body(
    await api.POST("/api/v1/flows/{flow_id}/versions/{number}/publish/", {
      params: { path: { flow_id: flowId, number } },
      body: { note },
    }),
  );
}
