import { api, body, type Schemas } from "../client";

/** Makes a version live. 422 when it has errors; 412 when it is not at `revision` any more, if that is given. */
export async function publishVersion(
  flowId: string,
  number: number,
  note: string,
  revision?: number,
): Promise<Schemas["FlowVersionOut"]> {
  return body(
    await api.POST("/api/v1/flows/{flow_id}/versions/{number}/publish/", {
      params: { path: { flow_id: flowId, number } },
      body: { note },
      headers: revision === undefined ? {} : { "If-Match": `"${revision}"` },
    }),
  );
}
