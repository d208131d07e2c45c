import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** One prompt by its id. */
export function promptByIdQuery(promptId: string) {
  return queryOptions({
    queryKey: ["prompts", promptId, "entity"],
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/v1/prompts/{prompt_id}/", { params: { path: { prompt_id: promptId } }, signal }),
      ),
    staleTime: 30_000,
    retry: false,
  });
}
