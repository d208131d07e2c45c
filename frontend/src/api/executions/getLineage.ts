import { queryOptions } from "@tanstack/react-query";
import type { Schemas } from "../client";
import { api, body } from "../client";

/** Who wrote a value and who read it. */
export type Lineage = Schemas["LineageOut"];
export type Writer = Schemas["WriterOut"];
export type Reader = Schemas["ReaderOut"];

/** A place of the context at a moment: beside a visit, 0 being the start. */
export interface Place {
  path: string;
  seq: number;
  side: "before" | "after";
}

/** The lineage of a value. While the run goes on (`over` is false) there may be more readers. */
export function lineageQuery(executionId: string, place: Place, over: boolean) {
  return queryOptions({
    queryKey: ["executions", executionId, "lineage", place, over],
    queryFn: async ({ signal }) => {
      const params = { path: { execution_id: executionId }, query: place };
      return body(await api.GET("/api/v1/executions/{execution_id}/lineage/", { params, signal }));
    },
    staleTime: over ? Number.POSITIVE_INFINITY : 0,
  });
}
