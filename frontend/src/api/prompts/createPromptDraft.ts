import { api, body, type Schemas } from "../client";

/** The next draft, from a version. 409 when there is a draft already. */
export async function createPromptDraft(
  promptId: string,
  sourceVersion: number,
): Promise<Schemas["PromptVersionOut"]> {
  return body(
    await api.POST("/api/v1/prompts/{prompt_id}/versions/", {
      params: { path: { prompt_id: promptId } },
      body: { sourceVersion },
    }),
  );
}
