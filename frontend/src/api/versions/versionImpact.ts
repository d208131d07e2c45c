import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../client";

export type Impact = Schemas["ImpactOut"];
export type ImpactGroup = Schemas["ImpactGroupOut"];

/** What a version, as it was saved at `revision`, would have done in the last runs of its flow. Nothing is sent. */
export function versionImpactQuery(flowId: string, number: number, revision: number, lastExecutions: number) {
  return queryOptions({
    queryKey: ["versions", flowId, number, "impact", revision, lastExecutions],
    queryFn: async ({ signal }) => {
      const params = { path: { flow_id: flowId, number }, query: { lastExecutions } };
      return body(await api.GET("/api/v1/flows/{flow_id}/versions/{number}/impact/", { params, signal }));
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  });
}
