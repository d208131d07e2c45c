import { api, body, type Schemas } from "../client";

/** Makes a new draft from a version, from the latest when none is named. */
export async function createDraft(
  flowId: string,
  sourceVersion?: number,
): Promise<Schemas["FlowVersionOut"]> {
  return body(
    await api.POST("/api/v1/flows/{flow_id}/versions/", {
      params: { path: { flow_id: flowId } },
      body: { sourceVersion: sourceVersion ?? null },
    }),
  );
}
