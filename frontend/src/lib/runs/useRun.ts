import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { cursorOf } from "@/api/executions/cursor";
import { executionQuery, getExecution } from "@/api/executions/getExecution";
import { listVisits } from "@/api/executions/listVisits";
import { type ExecutionDetail, isOver, type VisitRow } from "@/api/executions/types";
import { type ExecutionFrame, type LiveState, useExecutionEvents } from "@/lib/live";
import { createRefresher, type Refresher } from "./refresher";
import { NOTHING_TOLD, type Told, tell, toldBehind, withTold } from "./told";
import { readMoreVisits, readVisits, refreshVisits, type VisitLog, visitsOf } from "./visitLog";

/** So many visits are read without being asked for; the rest on demand. */
const VISITS_AT_ONCE = 10_000;

/** Of a run with more visits than this only those of the main way are read: its forks may have 10,000 branches. */
const WITH_BRANCHES = 2_500;

/** What is new is to be seen within 150 ms, also when it comes soon after what was new before. */
const PACE = { gapMs: 80, retryMs: 2_000 };
const POLL_MS = 5_000;

/** A run that is followed while it goes on. */
export interface FollowedRun {
  execution: ExecutionDetail | undefined;
  visits: readonly VisitRow[];
  /** Whether the visits were read at least once. */
  isReady: boolean;
  /** Whether `visits` holds those of the main way alone: branches are read when they are asked for. */
  mainOnly: boolean;
  /** Why the run or its visits could not be read. */
  error: Error | null;
  retry: () => void;
  /** Reads on when there are more visits than are read at once; undefined when all are here. */
  loadMore: (() => Promise<void>) | undefined;
  /** Reads what is new now: after one asked something of the run. */
  refresh: () => void;
  live: LiveState;
}

interface KnownVisits extends VisitLog {
  /** The run's last event when they were read. */
  eventSeq: number;
  over: boolean;
  mainOnly: boolean;
  /** What events said of them since. */
  told: Told;
}

/**
 * Reads a run and its visits and keeps them as the server has them: by its events while connected, by looking every
 * few seconds while not. Null: no run.
 */
export function useRun(executionId: string | null): FollowedRun {
  const client = useQueryClient();
  const id = executionId ?? "";
  const execution = useQuery({ ...executionQuery(id), enabled: id !== "", refetchOnMount: "always" });
  const visits = useQuery({
    ...visitsQuery(client, id),
    enabled: id !== "" && execution.isFetchedAfterMount,
  });
  const known = visits.isFetchedAfterMount || visits.data?.over ? visits.data : undefined;
  const refresher = useRef<Refresher>(null);
  const inTurn = useTurns();
  const following = known !== undefined && !known.over;
  const onEvent = (event: ExecutionFrame) => {
    keepTold(client, id, event);
    refresher.current?.ask();
  };
  const live = useExecutionEvents(id || null, onEvent, { after: known?.eventSeq, enabled: following });
  useEffect(() => {
    const made = createRefresher(() => inTurn(() => catchUp(client, id)), PACE);
    refresher.current = made;
    return () => made.stop();
  }, [client, id, inTurn]);
  const refresh = useCallback(() => refresher.current?.ask(), []);
  useLooking(following && live !== "online" && live !== "connecting", refresh);
  const retry = useCallback(() => {
    void client.refetchQueries({ queryKey: ["executions", id], type: "active" });
  }, [client, id]);
  const loadMore = useCallback(() => inTurn(() => readFurther(client, id)), [client, id, inTurn]);
  const rows = visitsOf(visits.data);
  const told = visits.data?.told ?? NOTHING_TOLD;
  const shown = useMemo(() => withTold(rows, told), [rows, told]);
  return {
    execution: execution.data,
    visits: shown,
    isReady: visits.data !== undefined,
    mainOnly: visits.data?.mainOnly ?? false,
    error: execution.error ?? visits.error,
    retry,
    loadMore: visits.data?.next === undefined ? undefined : loadMore,
    refresh,
    live: following ? live : "online",
  };
}

/** Does one thing after the other: of two readings at once the later answer would take back what the other brought. */
function useTurns(): (work: () => Promise<void>) => Promise<void> {
  const last = useRef(Promise.resolve());
  return useCallback((work) => {
    const turn = last.current.then(work, work);
    last.current = turn;
    return turn;
  }, []);
}

/** A page that cannot be told what is new looks by itself. */
function useLooking(enabled: boolean, look: () => void): void {
  useEffect(() => {
    if (!enabled) return;
    const timer = setInterval(look, POLL_MS);
    return () => clearInterval(timer);
  }, [enabled, look]);
}

function visitsQuery(client: QueryClient, id: string) {
  return queryOptions({
    queryKey: ["executions", id, "visits"],
    queryFn: async ({ signal }): Promise<KnownVisits> => {
      const run = client.getQueryData<ExecutionDetail>(executionQuery(id).queryKey);
      const mainOnly = run !== undefined && run.progress.visits > WITH_BRANCHES;
      const log = await readVisits(reader(id, mainOnly, signal), VISITS_AT_ONCE);
      return {
        ...log,
        mainOnly,
        told: NOTHING_TOLD,
        eventSeq: run?.eventSeq ?? 0,
        over: run !== undefined && isOver(run.status),
      };
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: (query) => (query.state.data?.over ? false : "always"),
    refetchOnWindowFocus: false,
    structuralSharing: false,
  });
}

/** Reads the run first and its visits behind it: what they miss of each other comes with the next event. */
async function catchUp(client: QueryClient, id: string): Promise<void> {
  const run = await getExecution(id);
  client.setQueryData(executionQuery(id).queryKey, run);
  const key = ["executions", id, "visits"];
  const known = client.getQueryData<KnownVisits>(key);
  if (!known) return;
  const { mainOnly } = known;
  const log = await refreshVisits(known, reader(id, mainOnly), VISITS_AT_ONCE);
  const { told } = client.getQueryData<KnownVisits>(key) ?? known;
  client.setQueryData<KnownVisits>(key, {
    ...log,
    mainOnly,
    told: toldBehind(told, run.eventSeq),
    eventSeq: run.eventSeq,
    over: isOver(run.status),
  });
}

/** Shows at once what an event says of visits that are here; what else it changed is read behind it. */
function keepTold(client: QueryClient, id: string, event: ExecutionFrame): void {
  client.setQueryData<KnownVisits>(["executions", id, "visits"], (known) => {
    if (!known) return undefined;
    const told = tell(known.told, visitsOf(known), event);
    return told === known.told ? known : { ...known, told };
  });
}

async function readFurther(client: QueryClient, id: string): Promise<void> {
  const key = ["executions", id, "visits"];
  const known = client.getQueryData<KnownVisits>(key);
  if (!known) return;
  const log = await readMoreVisits(known, reader(id, known.mainOnly), VISITS_AT_ONCE);
  client.setQueryData<KnownVisits>(key, (now) => now && { ...now, ...log });
}

function reader(id: string, mainOnly: boolean, signal?: AbortSignal) {
  return async (cursor: string | undefined) => {
    const page = await listVisits(id, cursor, { ...(mainOnly && { branch: "" }), ...(signal && { signal }) });
    return { results: page.results, next: cursorOf(page.next) };
  };
}
