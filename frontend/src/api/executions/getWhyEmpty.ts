import { queryOptions } from "@tanstack/react-query";
import type { Schemas } from "../client";
import { api, body } from "../client";

/** Why an expression found nothing. */
export type WhyEmpty = Schemas["WhyEmptyOut"];

/** A mapping event of a visit, by its target and kind. */
export interface AskedEvent {
  seq: number;
  target: string;
  kind: WhyEmpty["kind"];
}

/** Why a mapping of a visit found nothing. */
export function whyEmptyQuery(executionId: string, event: AskedEvent) {
  return queryOptions({
    queryKey: ["executions", executionId, "why", event],
    queryFn: async ({ signal }) => {
      const params = { path: { execution_id: executionId }, query: event };
      return body(await api.GET("/api/v1/executions/{execution_id}/why-empty/", { params, signal }));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}
