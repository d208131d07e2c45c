import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { cursorOf } from "./cursor";

/** What a list of runs is narrowed by, as the server takes it. `status` is one, or several with commas. */
export interface ExecutionFilters {
  flow?: string;
  version?: number;
  status?: string;
  startedAfter?: string;
  startedBefore?: string;
  endedAfter?: string;
  endedBefore?: string;
  trigger?: string;
  /** Labels, each `key:value`; a run has all of them. */
  label?: string[];
  /** Search attributes, each `name:value`; a run has all of them. */
  attribute?: string[];
  search?: string;
  /** Text in the error's message, code or name. */
  error?: string;
  errorStep?: string;
  errorName?: string;
  /** Of a cluster of failures. */
  fingerprint?: string;
  redriveOf?: string;
  /** Whether another run does this one again. */
  redriven?: boolean;
  parent?: string;
}

const PAGE = 50;

/** A page of runs, the newest first. */
export async function listExecutions(
  query: ExecutionFilters & { cursor?: string; limit?: number },
  signal?: AbortSignal,
) {
  return body(await api.GET("/api/v1/executions/", { params: { query: { limit: PAGE, ...query } }, signal }));
}

/**
 * Runs page by page. `filters` is asked for at each request, for "the last hour" moves; `key` tells lists apart.
 * The list does not change by itself: what is live about it is told over the socket.
 */
export function executionsQuery(key: object, filters: () => ExecutionFilters) {
  return infiniteQueryOptions({
    queryKey: ["executions", "list", key],
    queryFn: ({ pageParam, signal }) =>
      listExecutions({ ...filters(), ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => cursorOf(page.next),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: "always",
    refetchOnWindowFocus: false,
  });
}
