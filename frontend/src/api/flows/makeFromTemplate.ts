import { api, body, type Schemas } from "../client";

/** Makes a flow of a template. `connections` gives a connection's id for each need, by the need's key. */
export async function makeFromTemplate(
  templateId: string,
  use: Schemas["TemplateUseRequest"],
): Promise<Schemas["FlowFromTemplate"]> {
  return body(
    await api.POST("/api/v1/flows/templates/{template_id}/use/", {
      params: { path: { template_id: templateId } },
      body: use,
    }),
  );
}
