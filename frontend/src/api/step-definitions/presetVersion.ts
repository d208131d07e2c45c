import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** A preset with the fields of one version; the latest when none is named. */
export function presetVersionQuery(presetId: string, version?: number) {
  return queryOptions({
    queryKey: ["step-definitions", presetId, version ?? "latest"],
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/v1/step-definitions/{step_definition_id}/", {
          params: {
            path: { step_definition_id: presetId },
            ...(version !== undefined && { query: { version } }),
          },
          signal,
        }),
      ),
    retry: false,
  });
}
