import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { contextQuery } from "@/api/executions/getContext";
import { listChanges, type VisitChanges } from "@/api/executions/listChanges";
import { isOpenVisit } from "@/api/executions/types";
import { ContextLine } from "@/lib/runs/contextLine";
import { isOperation } from "@/lib/runs/patch";
import type { Track } from "@/lib/runs/track";

/** The contexts of a way, rebuilt here as far as its changes were read. */
export interface Contexts {
  line: ContextLine | undefined;
  /** Grows with what is known; a change of it says that `line` knows more. */
  known: number;
  /** The visit up to which `line` will know soon, without being asked; 0 when nothing is on its way. */
  coming: number;
}

/** So many changes are worth waiting for rather than asking for a whole context besides. */
const WORTH_WAITING = 2_000;

/** Reads what the visits of a way changed while `enabled`, page after page, until all that has ended is known. */
export function useContexts(executionId: string, track: Track, enabled: boolean): Contexts {
  const first = track.visits[0]?.seq;
  const begins = track.branch === "" ? { seq: 0 } : { seq: first ?? 0, side: "before" as const };
  const start = useQuery({
    ...contextQuery(executionId, begins, "start"),
    enabled: enabled && (track.branch === "" || first !== undefined),
  });
  const way = { branch: track.branch, after: track.after };
  const pages = useInfiniteQuery({
    queryKey: ["executions", executionId, "changes", way],
    queryFn: ({ pageParam, signal }) =>
      listChanges(executionId, { branch: track.branch, after: pageParam }, signal),
    initialPageParam: track.after,
    getNextPageParam: (last) => last.next ?? last.results.at(-1)?.seq ?? null,
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    structuralSharing: false,
  });
  const read = pages.data?.pages;
  const lastRead = read?.at(-1)?.results.at(-1)?.seq ?? track.after;
  const ended = track.visits.findLast((visit) => !isOpenVisit(visit.status))?.seq ?? 0;
  const { fetchNextPage, isFetching } = pages;
  const isError = pages.isError || start.isError;
  const goOn = enabled && read !== undefined && !isFetching && !isError && lastRead < ended && !isAtEnd(read);
  useEffect(() => {
    if (goOn) void fetchNextPage();
  }, [goOn, fetchNextPage]);
  const line = useMemo(
    () => (start.data === undefined ? undefined : new ContextLine(start.data)),
    [start.data],
  );
  const isComing = enabled && !isError && (start.isFetching || isFetching || goOn);
  const coming = isComing ? (track.visits[WORTH_WAITING - 1]?.seq ?? ended) : 0;
  return useMemo(() => {
    for (const page of read ?? []) line?.extend(page.results.map(changeOf));
    return { line, known: line?.lastSeq ?? 0, coming: Math.min(coming, ended) };
  }, [line, read, coming, ended]);
}

/** A page that had nothing: the server does not have yet what the list of visits said. */
function isAtEnd(read: readonly { results: readonly unknown[] }[]): boolean {
  return read.length > 1 && read.at(-1)?.results.length === 0;
}

function changeOf({ seq, patch }: VisitChanges) {
  return { seq, patch: patch.filter(isOperation) };
}
