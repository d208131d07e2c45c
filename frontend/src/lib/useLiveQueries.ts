import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { type LiveState, useWorkspaceEvents } from "./live";
import { createRefresher } from "./runs/refresher";

const PACE = { gapMs: 1_500, retryMs: 5_000 };

/** Reads the queries below these keys again, at a calm pace, while runs of the workspace change. Keys: a constant. */
export function useLiveQueries(keys: readonly QueryKey[]): LiveState {
  const queryClient = useQueryClient();
  const refresher = useMemo(
    () =>
      createRefresher(async () => {
        await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
      }, PACE),
    [queryClient, keys],
  );
  useEffect(() => () => refresher.stop(), [refresher]);
  return useWorkspaceEvents(
    () => refresher.ask(),
    () => refresher.ask(),
  );
}
