import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { api, body } from "../client";
import { nextCursor } from "../pages";

/** What the list of flows is narrowed by. */
export interface FlowFilters {
  search?: string;
  tag?: string;
  status?: "draft" | "published" | "archived";
}

const PAGE = 30;

/** Flows page by page, the one changed last first; archived ones only when asked for. */
export function listFlowsQuery(filters: FlowFilters, limit = PAGE) {
  return infiniteQueryOptions({
    queryKey: ["flows", "list", filters, limit],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ signal, pageParam: cursor }) =>
      body(await api.GET("/api/v1/flows/", { params: { query: { ...filters, cursor, limit } }, signal })),
    getNextPageParam: nextCursor,
    placeholderData: keepPreviousData,
  });
}
