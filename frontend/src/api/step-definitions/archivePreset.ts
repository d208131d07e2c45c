import { api } from "../client";

/** Puts a step definition away: it leaves the list, what uses it goes on working. */
export async function archivePreset(id: string): Promise<void> {
  await api.DELETE("/api/v1/step-definitions/{step_definition_id}/", {
    params: { path: { step_definition_id: id } },
  });
}
