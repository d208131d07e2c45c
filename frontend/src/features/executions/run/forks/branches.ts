import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { cursorOf } from "@/api/executions/cursor";
import { type Branch, listBranches, type StepTotals } from "@/api/executions/listBranches";
import { isOpenVisit, type VisitRow } from "@/api/executions/types";

/** A branch, and whether it ran in another run: a chunk of a distributed fork. */
export interface KnownBranch extends Branch {
  isElsewhere: boolean;
}

/** The branches of a fork as far as they were read, failed ones first, and the counts of all. */
export interface KnownBranches {
  rows: readonly KnownBranch[];
  /** Where to read on; undefined at the end. */
  next: string | undefined;
  total: number;
  failed: number;
  steps: readonly StepTotals[];
}

/** Everything that was read of the branches of a run; what goes on ends with `LIVE`. */
export const branchesKey = (id: string) => ["executions", id, "branches"];
export const LIVE = "live";
const keyOf = (id: string, fork: number) => [...branchesKey(id), fork];

/** The branches of a fork, as far as they are known. */
export function branchesQuery(client: QueryClient, id: string, visit: VisitRow) {
  const fork = visit.seq;
  const goesOn = isOpenVisit(visit.status);
  return queryOptions<KnownBranches>({
    queryKey: [...keyOf(id, fork), goesOn ? LIVE : "over"],
    queryFn: async ({ signal }): Promise<KnownBranches> => {
      const before = latest(client, id, fork)?.rows.length ?? 0;
      let known = await readPage(id, fork, undefined, signal);
      while (known.next !== undefined && known.rows.length < before) {
        const page = await readPage(id, fork, known.next, signal);
        known = { ...page, rows: [...known.rows, ...page.rows] };
      }
      return known;
    },
    staleTime: goesOn ? 0 : Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    placeholderData: () => latest(client, id, fork),
  });
}

/** Reads the next page of a fork's branches. */
export async function readMoreBranches(client: QueryClient, id: string, fork: number): Promise<void> {
  const known = latest(client, id, fork);
  if (known?.next === undefined) return;
  const page = await readPage(id, fork, known.next);
  client.setQueriesData<KnownBranches>({ queryKey: keyOf(id, fork) }, (now) =>
    now && now.next === known.next ? { ...page, rows: [...now.rows, ...page.rows] } : now,
  );
}

function latest(client: QueryClient, id: string, fork: number): KnownBranches | undefined {
  const all = client.getQueriesData<KnownBranches>({ queryKey: keyOf(id, fork) });
  return all.map(([, data]) => data).findLast((data) => data !== undefined);
}

async function readPage(
  id: string,
  fork: number,
  cursor: string | undefined,
  signal?: AbortSignal,
): Promise<KnownBranches> {
  const { results, next, total, failed, steps } = await listBranches(id, fork, cursor, signal);
  const rows = results.map((row) => ({ ...row, isElsewhere: row.executionId !== id }));
  return { rows, next: cursorOf(next), total, failed, steps };
}
