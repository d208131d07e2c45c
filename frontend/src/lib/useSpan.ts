import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { Span, TimeRange } from "@/api/dashboard/runStatistics";
import { parseSpan, type SpanSearch } from "./timeSpan";

/** Range and flow from the address of the page, and a way to change them there; other parts of the query stay. */
export function useSpan(fallback: TimeRange): { span: Span; change: (changes: SpanSearch) => void } {
  const navigate = useNavigate();
  const { range = fallback, flow } = parseSpan(useSearch({ strict: false }));
  const span = useMemo<Span>(() => ({ range, ...(flow && { flow }) }), [range, flow]);
  const change = useCallback(
    (changes: SpanSearch) =>
      void navigate({
        to: ".",
        search: (before: Record<string, unknown>) => ({ ...before, ...changes }),
        replace: true,
      }),
    [navigate],
  );
  return { span, change };
}
