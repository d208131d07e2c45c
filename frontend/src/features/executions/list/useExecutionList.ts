import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { getExecution } from "@/api/executions/getExecution";
import { executionsQuery, listExecutions } from "@/api/executions/listExecutions";
import { isOver } from "@/api/executions/types";
import { useWorkspaceEvents, type WorkspaceFrame } from "@/lib/live";
import { createRefresher, type Refresher } from "@/lib/runs/refresher";
import { type ExecutionsSearch, filtersOf } from "../search";
import { firstPage, type ListData, newcomers, rowsOf, withRuns } from "./rows";

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
  const work = useRef<{ rows: Refresher; news: Refresher }>(null);

  useEffect(() => {
    const key = options.queryKey;
    const known = () => client.getQueryData<ListData>(key);
    const rows = createRefresher(async () => {
      const ids = [...touched.current].slice(0, ROWS_AT_ONCE);
      for (const id of ids) touched.current.delete(id); // before: what happens meanwhile is read next time
      const runs = await Promise.all(ids.map((id) => getExecution(id))).catch((error: unknown) => {
        for (const id of ids) touched.current.add(id);
        throw error;
      });
      client.setQueryData<ListData>(key, (data) => data && withRuns(data, runs));
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
    touched.current.add(frame.executionId);
    work.current?.rows.ask();
  });

  function showStatus(frame: WorkspaceFrame): void {
    client.setQueryData<ListData>(
      options.queryKey,
      (data) => data && withRuns(data, [{ id: frame.executionId, status: frame.status }]),
    );
  }

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

/** What happened between the reading of the list and the first word of the socket is asked for once. */
function useCatchingUp(ready: boolean, catchUp: () => void): void {
  const action = useRef(catchUp);
  action.current = catchUp;
  useEffect(() => {
    if (ready) action.current();
  }, [ready]);
}
