import { api, body, type Schemas } from "../client";

/** Makes a flow with draft version 1, empty unless a definition is given. 400 names the field that is wrong. */
export async function createFlow(args: Schemas["FlowCreateRequest"]): Promise<Schemas["Flow"]> {
  return body(await api.POST("/api/v1/flows/", { body: args }));
}
