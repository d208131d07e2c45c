import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { compareRunsQuery } from "@/api/executions/compareRuns";
import { runDefinitionQuery } from "@/api/executions/getRunDefinition";
import { readDocument } from "@/lib/definition/read";
import { paths } from "@/lib/paths";
import { type CompareSearch, parseCompareSearch, rowKey } from "./compareSearch";

/** Two runs beside each other, and what the address says of them. */
export function useComparison() {
  const { executionId = "", otherId = "" } = useParams({ strict: false });
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const search = parseCompareSearch(raw);
  const navigate = useNavigate();
  const comparison = useQuery(compareRunsQuery(executionId, otherId));
  const left = useDocument(executionId);
  const right = useDocument(otherId);
  const rows = useMemo(
    () => (comparison.data?.rows ?? []).filter((row) => !search.different || row.verdict !== "same"),
    [comparison.data, search.different],
  );
  const first = comparison.data?.firstDivergence ?? comparison.data?.rows[0];
  const key = search.row ?? (first && rowKey(first));
  const chosen = comparison.data?.rows.find((row) => rowKey(row) === key) ?? first;
  const change = (changes: Partial<CompareSearch>) =>
    void navigate({
      to: paths.compareRuns(executionId, otherId),
      search: (before: Record<string, unknown>) => parseCompareSearch({ ...before, ...changes }),
      replace: true,
      resetScroll: false,
    });
  const nameOf = (step: string) =>
    right?.document?.steps[step]?.displayName || left?.document?.steps[step]?.displayName || step;
  return {
    leftId: executionId,
    rightId: otherId,
    search,
    comparison,
    rows,
    chosen,
    change,
    nameOf,
    left,
    right,
  };
}

export type ComparePage = ReturnType<typeof useComparison>;

function useDocument(executionId: string) {
  const { data } = useQuery(runDefinitionQuery(executionId));
  return useMemo(() => (data === undefined ? undefined : readDocument(data)), [data]);
}
