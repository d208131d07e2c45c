import { type QueryClient, type QueryKey, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { getExecution } from "@/api/executions/getExecution";
import { executionsQuery, listExecutions } from "@/api/executions/listExecutions";
import { type ExecutionDetail, isOver } from "@/api/executions/types";
import { hasStatus } from "@/api/problem";
import { useWorkspaceEvents, type WorkspaceFrame } from "@/lib/live";
import { createRefresher, type Refresher } from "@/lib/runs/refresher";
import { type ExecutionsSearch, filtersOf } from "../search";
import { firstPage, type ListData, newcomers, rowsOf, without, withRuns } from "./rows";

const ROWS_AT_ONCE = 10;
const ROW_PACE = { gapMs: 1_000, retryMs: 5_000 };
const NEWS_PACE = { gapMs: 2_000, retryMs: 10_000 };

/** The runs that match, page by page; those in view change in place, new ones are only counted. */
export function useExecutionList(search: ExecutionsSearch) {
  const client = useQueryClient();
  const options = useMemo(() => executionsQuery(search, () => filtersOf(search, Date.now())), [search]);
  const query = useInfiniteQuery(options);
  const [fresh, setFresh] = useState({ key: options.queryKey, count: 0 });
  const touched = useRef(new Set<string>());
  /** What was told of runs while the list was being read: its answer may be older than that. */
  const during = useRef(new Set<string>());
  const work = useRef<{ rows: Refresher; news: Refresher }>(null);

  useEffect(() => {
    const key = options.queryKey;
    const known = () => client.getQueryData<ListData>(key);
    const rows = createRefresher(async () => {
      const ids = [...touched.current].slice(0, ROWS_AT_ONCE);
      for (const id of ids) touched.current.delete(id); // before: what happens meanwhile is read next time
      const found = await Promise.all(ids.map(runOrGone)).catch((error: unknown) => {
        for (const id of ids) touched.current.add(id);
        throw error;
      });
      const runs = found.filter((run) => run !== null);
      const gone = ids.filter((_, place) => found[place] === null);
      client.setQueryData<ListData>(key, (data) => data && without(withRuns(data, runs), gone));
      if (isBeingRead(client, key)) for (const id of ids) during.current.add(id);
      if (touched.current.size > 0) rows.ask();
    }, ROW_PACE);
    const news = createRefresher(async () => {
      const page = await listExecutions(filtersOf(search, Date.now()));
      const data = known();
      if (!data) return;
      if (rowsOf(data).length === 0 && page.results.length > 0)
        await client.refetchQueries({ queryKey: key });
      else setFresh({ key, count: newcomers(data, page.results) });
    }, NEWS_PACE);
    work.current = { rows, news };
    touched.current.clear();
    during.current.clear();
    return () => {
      rows.stop();
      news.stop();
    };
  }, [client, options, search]);

  const live = useWorkspaceEvents((frame) => {
    const data = client.getQueryData<ListData>(options.queryKey);
    const row = rowsOf(data).find((one) => one.id === frame.executionId);
    if (!row) {
      work.current?.news.ask();
      return;
    }
    if (row.status !== frame.status) showStatus(frame);
    if (isBeingRead(client, options.queryKey)) during.current.add(frame.executionId);
    touched.current.add(frame.executionId);
    work.current?.rows.ask();
  });

  function showStatus(frame: WorkspaceFrame): void {
    client.setQueryData<ListData>(
      options.queryKey,
      (data) => data && withRuns(data, [{ id: frame.executionId, status: frame.status }]),
    );
  }

  useEffect(() => {
    if (query.isFetching || during.current.size === 0) return;
    for (const id of during.current) touched.current.add(id);
    during.current.clear();
    work.current?.rows.ask();
  }, [query.isFetching]);

  useCatchingUp(live === "online" && query.isSuccess, () => {
    for (const row of rowsOf(query.data)) if (!isOver(row.status)) touched.current.add(row.id);
    if (touched.current.size > 0) work.current?.rows.ask();
    work.current?.news.ask();
  });

  return {
    query,
    rows: useMemo(() => rowsOf(query.data), [query.data]),
    live,
    /** How many runs are newer than what is shown. */
    fresh: fresh.key === options.queryKey ? fresh.count : 0,
    /** Shows the list as it is now, from its first page. */
    showFresh: async () => {
      client.setQueryData<ListData>(options.queryKey, (data) => data && firstPage(data));
      setFresh({ key: options.queryKey, count: 0 });
      await query.refetch();
    },
  };
}

function isBeingRead(client: QueryClient, key: QueryKey): boolean {
  return client.getQueryState(key)?.fetchStatus === "fetching";
}

/** A run as it is now; null when it was deleted. */
async function runOrGone(id: string): Promise<ExecutionDetail | null> {
  return getExecution(id).catch((error: unknown) => {
    if (hasStatus(error, 404)) return null;
    throw error;
  });
}

/** What happened between the reading of the list and the first word of the socket is asked for once. */
function useCatchingUp(ready: boolean, catchUp: () => void): void {
  const action = useRef(catchUp);
  action.current = catchUp;
  useEffect(() => {
    if (ready) action.current();
  }, [ready]);
}
