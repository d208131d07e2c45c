import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** A preset with the fields of its latest version. */
export function presetContentQuery(presetId: string) {
  return queryOptions({
    queryKey: ["step-definitions", presetId, "latest"],
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/v1/step-definitions/{step_definition_id}/", {
          params: { path: { step_definition_id: presetId } },
          signal,
        }),
      ),
    retry: false,
  });
}
