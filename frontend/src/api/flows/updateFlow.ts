import { api, body, type Schemas } from "../client";

/** Changes name, description or tags; `archived: false` brings an archived flow back. */
export async function updateFlow(
  flowId: string,
  changes: Schemas["PatchedEntityPatchRequest"],
): Promise<Schemas["Flow"]> {
  return body(
    await api.PATCH("/api/v1/flows/{flow_id}/", { params: { path: { flow_id: flowId } }, body: changes }),
  );
}
