import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** Why the server cannot read a condition; empty when it can. Stale questions are stopped. */
export function conditionProblemQuery(expression: string) {
  return queryOptions({
    queryKey: ["evaluate", "condition", expression],
    queryFn: async ({ signal }) => {
      const question = { kind: "condition" as const, expression, context: {} };
      const { event } = body(await api.POST("/api/v1/evaluate/", { body: question, signal }));
      return event.status === "ERROR" ? String(event.reason ?? "") : "";
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
}
