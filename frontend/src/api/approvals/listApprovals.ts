import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../client";
import { nextCursor } from "../pages";

export type Approval = Schemas["ApprovalOut"];

const PAGE = 100;

/** The runs that wait for a payload, those that wait longest first, page by page. */
export function approvalsQuery() {
  return infiniteQueryOptions({
    queryKey: ["approvals"],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) };
      return body(await api.GET("/api/v1/approvals/", { params: { query }, signal }));
    },
    initialPageParam: "",
    getNextPageParam: nextCursor,
  });
}
