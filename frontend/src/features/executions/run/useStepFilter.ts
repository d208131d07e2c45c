import { useCallback, useMemo } from "react";
import type { VisitRow } from "@/api/executions/types";
import type { RunPage } from "./useRunPage";
import { useTyped } from "./useTyped";

/** What the list of steps is narrowed by. */
export interface StepFilter {
  text: string;
  /** Only visits that failed, were tried again or whose mappings found nothing. */
  problems: boolean;
}

/** The filter of the address, and a way to change it. */
export function useStepFilter({ search, change }: Pick<RunPage, "search" | "change">) {
  const keep = useCallback((find: string) => change({ find }), [change]);
  const [text, setText] = useTyped(search.find ?? "", keep);
  const problems = search.problems ?? false;
  const filter = useMemo<StepFilter>(() => ({ text, problems }), [text, problems]);
  const setProblems = useCallback((on: boolean) => change({ problems: on || undefined }), [change]);
  return { filter, setText, setProblems };
}

/** The visits that a filter leaves, found by their path or their step's name. */
export function filtered(
  visits: readonly VisitRow[],
  { text, problems }: StepFilter,
  nameOf: (id: string) => string,
): readonly VisitRow[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted && !problems) return visits;
  return visits.filter((visit) => {
    if (problems && visit.status !== "FAILED" && visit.attempts <= 1 && visit.warningCount === 0)
      return false;
    return !wanted || `${visit.path} ${nameOf(visit.stepInstanceId)}`.toLowerCase().includes(wanted);
  });
}
