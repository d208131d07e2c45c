import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** How one version of a prompt became another: lines of the text, schemas. */
export function diffPromptsQuery(promptId: string, from: number, to: number) {
  return queryOptions({
    queryKey: ["prompts", promptId, "diff", from, to],
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/v1/prompts/{prompt_id}/versions/{number}/diff/{other}/", {
          params: { path: { prompt_id: promptId, number: from, other: to } },
          signal,
        }),
      ),
  });
}
