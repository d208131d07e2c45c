import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { runDefinitionQuery } from "@/api/executions/getRunDefinition";
import type { VisitRow } from "@/api/executions/types";
import { type Reading, readDocument } from "@/lib/definition/read";
import type { FlowDocument } from "@/lib/definition/types";
import { paths } from "@/lib/paths";
import { horizonOf, type Track, trackOf } from "@/lib/runs/track";
import { type FollowedRun, useRun } from "@/lib/runs/useRun";
import { defaultVisit } from "./chosenVisit";
import { type Forks, useForks } from "./forks/useForks";
import { useMoment } from "./moment/useMoment";
import { parseRunSearch, type RunSearch } from "./runSearch";

/** Everything the parts of a run's page share. */
export interface RunPage extends FollowedRun {
  id: string;
  search: RunSearch;
  /** Changes the address; the page stays where it is. */
  change: (changes: Partial<RunSearch>) => void;
  /** Chooses a visit; while a moment is shown, the moment moves there. */
  choose: (seq: number) => void;
  chosen: VisitRow | undefined;
  /** The moment that is shown: after this visit, 0 the start. Undefined: the whole run. */
  moment: number | undefined;
  /** Whether the moment still moves: what it needs from the server is asked for when it rests. */
  moving: boolean;
  /** Shows a moment; undefined the whole run. */
  scrub: (t: number | undefined) => void;
  /** The way that the scrubber walks. */
  track: Track;
  /** The last visit that had begun at the moment; infinite for the whole run. */
  horizon: number;
  forks: Forks;
  definition: Reading | undefined;
  /** What a step is called, by its id. */
  nameOf: (stepId: string) => string;
}

/** A run, followed live, and what its address says. */
export function useRunPage(executionId: string): RunPage {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const search = parseRunSearch(raw);
  const run = useRun(executionId);
  const { data } = useQuery(runDefinitionQuery(executionId));
  const definition = useMemo(() => (data === undefined ? undefined : readDocument(data)), [data]);
  const document = definition?.document ?? null;
  const change = useChange(executionId);
  const { moment, moving, scrub } = useMoment(search.t, change);
  const { forks, visits } = useForks(executionId, run, search.t ?? search.seq);
  const choose = useCallback(
    (seq: number) => (moment === undefined ? change({ seq }) : scrub(seq)),
    [change, scrub, moment],
  );
  const nameOf = useCallback((stepId: string) => stepName(document, stepId), [document]);
  const chosen = chosenAt(run, visits, moment, search.seq);
  const track = useTrack(visits, chosen);
  const horizon = useMemo(
    () => (moment === undefined ? Number.POSITIVE_INFINITY : horizonOf(visits, moment)),
    [visits, moment],
  );
  const about = { id: executionId, search, change, choose, chosen, definition, nameOf };
  return { ...run, visits, forks, ...about, moment, moving, scrub, track, horizon };
}

function useChange(executionId: string): RunPage["change"] {
  const navigate = useNavigate();
  return useCallback(
    (changes) =>
      void navigate({
        to: paths.execution(executionId),
        search: (before: Record<string, unknown>) => parseRunSearch({ ...before, ...changes }),
        replace: true,
        resetScroll: false,
      }),
    [navigate, executionId],
  );
}

/** The way of the chosen visit; a new object only when another way, or other visits, are meant. */
function useTrack(visits: readonly VisitRow[], chosen: VisitRow | undefined): Track {
  const branch = chosen?.path.includes(".") ? chosen : undefined;
  const main = useMemo(() => trackOf(visits, undefined), [visits]);
  return useMemo(() => (branch ? trackOf(visits, branch) : main), [visits, branch, main]);
}

function chosenAt(
  run: FollowedRun,
  visits: readonly VisitRow[],
  moment: number | undefined,
  seq: number | undefined,
): VisitRow | undefined {
  if (moment === 0) return undefined;
  if (moment !== undefined) return visits.findLast((visit) => visit.seq <= moment);
  return visits.find((visit) => visit.seq === seq) ?? defaultVisit(run.execution, visits);
}

function stepName(document: FlowDocument | null, stepId: string): string {
  return document?.steps[stepId]?.displayName || stepId;
}
