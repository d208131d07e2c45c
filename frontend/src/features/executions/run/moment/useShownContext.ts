import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { contextQuery } from "@/api/executions/getContext";
import { isOpenVisit, type VisitDetail } from "@/api/executions/types";
import type { Json } from "@/lib/expressions/types";
import { isOperation, type PatchOperation } from "@/lib/runs/patch";
import type { RunPage } from "../useRunPage";
import { useContexts } from "./useContexts";

/** The context beside the chosen visit. */
export interface ShownContext {
  /** The context; undefined while none was read. */
  value: Json | undefined;
  /** The one that is shown is of another moment: this one is on its way. */
  isStale: boolean;
  error: Error | null;
  retry: () => void;
  /** What the visit changed; undefined while that is not known. */
  patch: readonly PatchOperation[] | undefined;
  /** The context that the visit found, when it is known without asking. */
  before: Json | undefined;
}

/**
 * Rebuilt from changes where they were read (they are, once one scrubs), else asked of the server when the moment
 * rests. While a moment is on its way the one before stays.
 */
export function useShownContext(
  page: RunPage,
  side: "before" | "after",
  detail: VisitDetail | undefined,
): ShownContext {
  const { line, known, coming } = useContexts(page.id, page.track, page.moment !== undefined);
  const seq = page.chosen?.seq ?? 0;
  const built = side === "before" ? line?.before(seq) : line?.after(seq);
  const state = page.chosen && isOpenVisit(page.chosen.status) ? `${page.chosen.attempts}` : "over";
  const asked = useQuery({
    ...contextQuery(page.id, { seq, side }, state),
    enabled: built === undefined && !page.moving && seq > coming,
  });
  const fresh = built ?? (asked.isPlaceholderData ? undefined : asked.data);
  const last = useRef<Json | undefined>(undefined);
  useEffect(() => {
    if (fresh !== undefined) last.current = fresh;
  }, [fresh]);
  const patch = useMemo(
    () => (known >= seq && line?.patchOf(seq)) || operationsOf(detail, seq),
    [line, known, seq, detail],
  );
  return {
    value: fresh === undefined ? last.current : fresh,
    isStale: fresh === undefined,
    error: fresh === undefined ? asked.error : null,
    retry: () => void asked.refetch(),
    patch: seq === 0 ? NOTHING : patch,
    before: line?.before(seq),
  };
}

const NOTHING: readonly PatchOperation[] = [];

function operationsOf(detail: VisitDetail | undefined, seq: number): readonly PatchOperation[] | undefined {
  return detail?.seq === seq ? detail.contextDiff.filter(isOperation) : undefined;
}
