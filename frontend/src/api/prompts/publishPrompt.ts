import { api } from "../client";

/** Publishes a draft. 422 with problems when it may not be. */
export async function publishPrompt(promptId: string, number: number, note: string): Promise<void> {
  await api.POST("/api/v1/prompts/{prompt_id}/versions/{number}/publish/", {
    params: { path: { prompt_id: promptId, number } },
    body: { note },
  });
}
