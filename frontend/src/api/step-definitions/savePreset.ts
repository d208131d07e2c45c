import { api, body, type Schemas } from "../client";

/** Makes a new preset of a step's fields. */
export async function savePreset(
  preset: Schemas["StepDefinitionBodyRequest"],
): Promise<Schemas["StepDefinitionOut"]> {
  return body(await api.POST("/api/v1/step-definitions/", { body: preset }));
}
