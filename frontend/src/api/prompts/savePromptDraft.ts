import { api, body, type Schemas } from "../client";

/** A draft of a prompt and the revision it was read at. */
interface PromptDraft {
  promptId: string;
  number: number;
  revision: number;
  content: Schemas["PromptDraftSaveRequest"];
}

/** Saves a draft. 412 when somebody saved another revision in between, 409 when it is no draft any more. */
export async function savePromptDraft({
  promptId,
  number,
  revision,
  content,
}: PromptDraft): Promise<Schemas["Saved"]> {
  return body(
    await api.PUT("/api/v1/prompts/{prompt_id}/versions/{number}/", {
      params: { path: { prompt_id: promptId, number }, header: { "If-Match": `"${revision}"` } },
      body: content,
    }),
  );
}
