import { api, body, type Schemas } from "../client";

/** Flows and all they refer to as one document; connections by name only. */
export async function exportFlows(flowIds: string[]): Promise<Schemas["ExportDocument"]> {
  return body(await api.POST("/api/v1/export/", { body: { flowIds, promptIds: [], stepDefinitionIds: [] } }));
}
