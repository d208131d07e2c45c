import { api, body, type Schemas } from "../client";

/** Makes a prompt with draft version 1. 400 names the field that is wrong. */
export async function createPrompt(prompt: Schemas["PromptCreateRequest"]): Promise<Schemas["Prompt"]> {
  return body(await api.POST("/api/v1/prompts/", { body: prompt }));
}
