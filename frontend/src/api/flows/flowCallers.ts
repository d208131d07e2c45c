import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../client";

export type FlowCaller = Schemas["FlowCaller"];

/** The drafts and published versions of other flows that start this one, by name. */
export function flowCallersQuery(flowId: string) {
  return queryOptions({
    queryKey: ["flows", flowId, "callers"],
    queryFn: async ({ signal }): Promise<FlowCaller[]> =>
      body(
        await api.GET("/api/v1/flows/{flow_id}/callers/", { params: { path: { flow_id: flowId } }, signal }),
      ).results,
  });
}
