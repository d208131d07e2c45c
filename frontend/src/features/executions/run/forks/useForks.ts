import { type QueryClient, useIsFetching, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { cursorOf } from "@/api/executions/cursor";
import { visitQuery } from "@/api/executions/getVisit";
import { listVisits } from "@/api/executions/listVisits";
import { isOpenVisit, type VisitRow } from "@/api/executions/types";
import { branchOf, forkOf } from "@/lib/runs/paths";
import type { FollowedRun } from "@/lib/runs/useRun";
import { useReading } from "@/lib/useReading";
import { branchesKey, branchesQuery, type KnownBranches, LIVE, readMoreBranches } from "./branches";

const FORK = "PARALLEL_FORK_MANAGER";
const COUNTED_AT_ONCE = 12;
const NONE: Forks["known"] = new Map();

/** The forks of a run whose branches are not among its visits: they are read when one asks for them. */
export interface Forks {
  /** What is known of the branches, by the number of the fork's visit. */
  known: ReadonlyMap<number, KnownBranches>;
  /** Reads the visits of one branch. */
  open: (fork: number, index: number) => void;
  /** Reads on in the list of branches. */
  more: (fork: number) => void;
}

interface Opened {
  fork: number;
  branch: string;
}

/** The forks of a large run and the visits of the branches that were opened, in order of `seq`. */
export function useForks(
  id: string,
  run: FollowedRun,
  wanted: number | undefined,
): { forks: Forks; visits: readonly VisitRow[] } {
  const [opened, setOpened] = useState<readonly Opened[]>([]);
  const client = useQueryClient();
  const asked = useMemo(() => forksOf(run, opened), [run, opened]);
  const answers = useQueries({
    queries: asked.map((visit) => branchesQuery(client, id, visit)),
    combine: (found) => found.map((one) => one.data),
  });
  const known = useMemo(() => byFork(asked, answers), [asked, answers]);
  const inside = useQueries({
    queries: opened.map(({ fork, branch }) => branchVisitsQuery(client, id, branch, goesOn(run, fork))),
    combine: (found) => found.flatMap((one) => one.data ?? []),
  });
  useReading(useLiveBranches(client, id), run.execution?.eventSeq ?? 0);
  const visits = useMemo(() => merged(run.visits, inside), [run.visits, inside]);
  const openBranch = useCallback(
    (one: Opened) => setOpened((before) => (before.some((it) => same(it, one)) ? before : [...before, one])),
    [],
  );
  useDeepLink(id, run, visits, wanted, openBranch);
  const open = useCallback(
    (fork: number, index: number) => {
      const path = known.has(fork) && run.visits.find((visit) => visit.seq === fork)?.path;
      if (path) openBranch({ fork, branch: `${path}[${index}]` });
    },
    [known, run.visits, openBranch],
  );
  const more = useCallback((fork: number) => void readMoreBranches(client, id, fork), [client, id]);
  const forks = useMemo(() => ({ known, open, more }), [known, open, more]);
  return { forks, visits };
}

function goesOn(run: FollowedRun, fork: number): boolean {
  const visit = run.visits.find((one) => one.seq === fork);
  return visit !== undefined && isOpenVisit(visit.status);
}

/** What was read of the forks that go on, to be read again. */
function useLiveBranches(client: QueryClient, id: string) {
  const isFetching = useIsFetching({ queryKey: branchesKey(id) }) > 0;
  const refetch = useCallback(
    () =>
      client.refetchQueries({
        queryKey: branchesKey(id),
        type: "active",
        predicate: (query) => query.queryKey.at(-1) === LIVE,
      }),
    [client, id],
  );
  return { isFetching, refetch };
}

const same = (left: Opened, right: Opened) => left.fork === right.fork && left.branch === right.branch;

/**
 * The forks whose branches are not among the visits (they ran in chunks, or only the main way was read), as far as they
 * are counted: the first ones, those that failed or go on, and those with an open branch.
 */
function forksOf(run: FollowedRun, opened: readonly Opened[]): VisitRow[] {
  const forks = run.visits.filter((visit) => visit.stepType === FORK);
  if (forks.length === 0) return forks;
  const known = new Set(run.visits.map((visit) => forkPath(visit.path)));
  const wanted = new Set(opened.map((one) => one.fork));
  return forks
    .filter((visit) => !known.has(visit.path))
    .filter(
      (visit, index) =>
        index < COUNTED_AT_ONCE ||
        wanted.has(visit.seq) ||
        visit.status === "FAILED" ||
        isOpenVisit(visit.status),
    );
}

function forkPath(path: string): string | null {
  const branch = branchOf(path);
  return branch === "" ? null : forkOf(branch).fork;
}

function byFork(asked: readonly VisitRow[], answers: readonly (KnownBranches | undefined)[]): Forks["known"] {
  if (asked.length === 0) return NONE;
  const found = new Map<number, KnownBranches>();
  for (const [index, visit] of asked.entries()) {
    const answer = answers[index];
    if (answer) found.set(visit.seq, answer);
  }
  return found;
}

function branchVisitsQuery(client: QueryClient, id: string, branch: string, live: boolean) {
  const key = [...branchesKey(id), "visits", branch];
  return {
    queryKey: [...key, live ? LIVE : "over"],
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const found: VisitRow[] = [];
      let cursor: string | undefined;
      do {
        const page = await listVisits(id, cursor, { branch, signal });
        found.push(...page.results);
        cursor = cursorOf(page.next);
      } while (cursor !== undefined);
      return found;
    },
    staleTime: live ? 0 : Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    placeholderData: () => client.getQueryData<VisitRow[]>([...key, LIVE]),
  };
}

function merged(main: readonly VisitRow[], inside: readonly VisitRow[]): readonly VisitRow[] {
  if (inside.length === 0) return main;
  const all = new Map([...main, ...inside].map((visit) => [visit.seq, visit]));
  return [...all.values()].sort((a, b) => a.seq - b.seq);
}

/** A visit that the address names may be in a branch nobody opened yet. */
function useDeepLink(
  id: string,
  run: FollowedRun,
  visits: readonly VisitRow[],
  wanted: number | undefined,
  open: (one: Opened) => void,
): void {
  const missing = wanted !== undefined && wanted > 0 && !visits.some((visit) => visit.seq === wanted);
  const { data } = useQuery({
    ...visitQuery(id, wanted ?? 0, "path"),
    enabled: run.isReady && run.mainOnly && missing,
  });
  useEffect(() => {
    const branch = data && branchOf(data.path);
    if (!data || !branch) return;
    const { fork } = forkOf(branch);
    const meeting = run.visits.findLast((visit) => visit.path === fork && visit.seq < data.seq);
    if (meeting) open({ fork: meeting.seq, branch });
  }, [data, run.visits, open]);
}
