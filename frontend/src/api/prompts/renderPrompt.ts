import { api, body } from "../client";

/** The text a model would get. 400 names the variable that is missing or refused by its schema. */
export async function renderPrompt(
  promptId: string,
  number: number,
  variables: Record<string, unknown>,
): Promise<string> {
  return body(
    await api.POST("/api/v1/prompts/{prompt_id}/versions/{number}/render/", {
      params: { path: { prompt_id: promptId, number } },
      body: { variables },
    }),
  ).text;
}
