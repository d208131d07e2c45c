import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { BulkPreview, BulkRequest } from "./types";

/** How many runs a job would be for. `exact` is false when the server stopped counting. Nothing happens. */
export function previewBulkJobQuery(request: BulkRequest) {
  return queryOptions({
    queryKey: ["bulk-preview", request],
    queryFn: async ({ signal }): Promise<BulkPreview> => {
      const params = { query: { preview: true } };
      const answer = body(await api.POST("/api/v1/executions/bulk/", { params, body: request, signal }));
      if ("exact" in answer) return answer;
      throw new Error("The server made a job where a preview was asked for.");
    },
  });
}
