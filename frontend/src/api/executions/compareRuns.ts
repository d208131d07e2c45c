import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../client";

export type RunComparison = Schemas["ComparisonOut"];
export type ComparedVisit = Schemas["ComparedVisit"];

/** Two runs visit by visit: which are the same, and in what the others differ. No values. */
export function compareRunsQuery(left: string, right: string) {
  return queryOptions({
    queryKey: ["executions", left, "compare", right],
    queryFn: async ({ signal }) => {
      const params = { path: { execution_id: left, other_id: right } };
      return body(await api.GET("/api/v1/executions/{execution_id}/compare/{other_id}/", { params, signal }));
    },
    retry: false,
  });
}
