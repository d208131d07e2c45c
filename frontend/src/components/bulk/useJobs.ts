import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { bulkJobsQuery } from "@/api/bulk/listBulkJobs";
import { useJobEvents } from "@/lib/live";
import { createRefresher } from "@/lib/runs/refresher";

const PACE = { gapMs: 500, retryMs: 3_000 };

/** The jobs of the workspace, read again whenever one of them moves or may have moved unheard. */
export function useJobs() {
  const queryClient = useQueryClient();
  const refresher = useMemo(
    () => createRefresher(() => queryClient.invalidateQueries({ queryKey: ["bulk"] }), PACE),
    [queryClient],
  );
  useEffect(() => () => refresher.stop(), [refresher]);
  useJobEvents(
    () => refresher.ask(),
    () => refresher.ask(),
  );
  return useInfiniteQuery(bulkJobsQuery());
}
