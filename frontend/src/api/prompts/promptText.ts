import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** The text of one version of a prompt and the variables found in it. */
export function promptTextQuery(promptId: string, number: number) {
  return queryOptions({
    queryKey: ["prompts", promptId, "versions", number, "text"],
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/v1/prompts/{prompt_id}/versions/{number}/", {
          params: { path: { prompt_id: promptId, number } },
          signal,
        }),
      ),
    staleTime: 30_000,
    retry: false,
  });
}
