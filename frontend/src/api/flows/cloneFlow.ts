import { api, body, type Schemas } from "../client";

/** A new flow from a version of this one, from the latest when none is named. */
export async function cloneFlow(
  flowId: string,
  args: Schemas["FlowCloneRequest"] = {},
): Promise<Schemas["Flow"]> {
  return body(
    await api.POST("/api/v1/flows/{flow_id}/clone/", { params: { path: { flow_id: flowId } }, body: args }),
  );
}
