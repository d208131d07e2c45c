import { api, body, type Schemas } from "../client";

/** Sets names and fields; other fields are the next version. 412 when somebody saved a version in between. */
export async function replacePreset(
  id: string,
  version: number,
  preset: Schemas["StepDefinitionBodyRequest"],
): Promise<Schemas["StepDefinitionOut"]> {
  return body(
    await api.PUT("/api/v1/step-definitions/{step_definition_id}/", {
      params: { path: { step_definition_id: id } },
      headers: { "If-Match": `"${version}"` },
      body: preset,
    }),
  );
}
