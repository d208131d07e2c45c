import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { runDefinitionQuery } from "@/api/executions/getRunDefinition";
import type { VisitRow } from "@/api/executions/types";
import { type Reading, readDocument } from "@/lib/definition/read";
import type { FlowDocument } from "@/lib/definition/types";
import { paths } from "@/lib/paths";
import { type FollowedRun, useRun } from "@/lib/runs/useRun";
import { parseRunSearch, type RunSearch } from "./runSearch";
import { defaultVisit } from "./chosenVisit";

/** Everything the parts of a run's page share. */
export interface RunPage extends FollowedRun {
  id: string;
  search: RunSearch;
  /** Changes the address; the page stays where it is. */
  change: (changes: Partial<RunSearch>) => void;
  choose: (seq: number) => void;
  chosen: VisitRow | undefined;
  definition: Reading | undefined;
  /** What a step is called, by its id. */
  nameOf: (stepId: string) => string;
}

/** A run, followed live, and what its address says. */
export function useRunPage(executionId: string): RunPage {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const search = parseRunSearch(raw);
  const navigate = useNavigate();
  const run = useRun(executionId);
  const { data } = useQuery(runDefinitionQuery(executionId));
  const definition = useMemo(() => (data === undefined ? undefined : readDocument(data)), [data]);
  const document = definition?.document ?? null;
  const change = useCallback(
    (changes: Partial<RunSearch>) =>
      void navigate({
        to: paths.execution(executionId),
        search: (before: Record<string, unknown>) => parseRunSearch({ ...before, ...changes }),
        replace: true,
        resetScroll: false,
      }),
    [navigate, executionId],
  );
  const choose = useCallback((seq: number) => change({ seq }), [change]);
  const nameOf = useCallback((stepId: string) => stepName(document, stepId), [document]);
  const chosen =
    run.visits.find((visit) => visit.seq === search.seq) ?? defaultVisit(run.execution, run.visits);
  return { ...run, id: executionId, search, change, choose, chosen, definition, nameOf };
}

function stepName(document: FlowDocument | null, stepId: string): string {
  return document?.steps[stepId]?.displayName || stepId;
}
