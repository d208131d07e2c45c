import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** The newest 200 versions of a prompt, without their texts. */
export function listPromptVersionsQuery(promptId: string) {
  return queryOptions({
    queryKey: ["prompts", promptId, "versions"],
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/v1/prompts/{prompt_id}/versions/", {
          params: { path: { prompt_id: promptId }, query: { limit: 200 } },
          signal,
        }),
      ).results,
  });
}
