import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../client";

export type FlowTemplate = Schemas["TemplateOut"];

/** The gallery, by category and name. */
export function flowTemplatesQuery() {
  return queryOptions({
    queryKey: ["flows", "templates"],
    queryFn: async ({ signal }) => body(await api.GET("/api/v1/flows/templates/", { signal })).results,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
