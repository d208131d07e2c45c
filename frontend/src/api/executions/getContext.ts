import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** A moment of a run: before or after a visit; without `seq` the last one there is. */
interface Moment {
  seq?: number;
  side?: "before" | "after";
}

/** The context at a moment. `state` is anything that changes when the answer may. */
export function contextQuery(executionId: string, moment: Moment, state: string) {
  return queryOptions({
    queryKey: ["executions", executionId, "context", moment, state],
    queryFn: async ({ signal }) => {
      const params = { path: { execution_id: executionId }, query: moment };
      return body(await api.GET("/api/v1/executions/{execution_id}/context/", { params, signal })).context;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}
