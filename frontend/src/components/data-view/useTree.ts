import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import type { Json } from "@/lib/expressions/types";
import { loadLarge } from "./loadLarge";
import {
  CLOSED,
  type LargeValue,
  listMore,
  openedAtFirst,
  type Row,
  reveal,
  rowsOf,
  type TreeState,
  toggle,
  wayTo,
  withLoaded,
} from "./rows";
import type { Match } from "./search";

/**
 * The open lines of a tree, and what a person can do with them. The state follows a new value where paths agree.
 * `chosen` is a path whose parents are opened once it is there.
 */
export function useTree(value: Json, rootPath: string, match: Match | undefined, chosen: string | undefined) {
  const [state, setState] = useState<TreeState>(() => ({ ...CLOSED, open: openedAtFirst(value, rootPath) }));
  const [loading, setLoading] = useState<ReadonlyMap<string, string>>(new Map());
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setState((old) => ({
      ...old,
      loaded: new Map(),
      open: new Set([...old.open, ...openedAtFirst(value, rootPath, 1)]),
    }));
  }
  useEffect(() => {
    if (match) setState((old) => reveal(old, value, rootPath, match.keys));
  }, [match, value, rootPath]);

  const rows = useMemo(() => rowsOf(value, rootPath, state), [value, rootPath, state]);
  const note = (path: string, text: string | null) =>
    setLoading((old) => {
      const next = new Map(old);
      if (text === null) next.delete(path);
      else next.set(path, text);
      return next;
    });
  const latest = useRef(value);
  latest.current = value;
  const load = async (path: string, large: LargeValue) => {
    note(path, "loading");
    try {
      const loaded = await loadLarge(large);
      // Another value is shown by now: this one is no part of it, whatever it has at the path.
      if (latest.current === value) setState((old) => withLoaded(old, path, loaded));
      note(path, null);
    } catch (error) {
      note(path, error instanceof Error ? error.message : String(error));
    }
  };
  const revealed = useRef<string>(undefined);
  const revealChosen = useEffectEvent(() => {
    if (chosen === undefined || revealed.current === chosen) {
      revealed.current = chosen;
      return;
    }
    const way = wayTo(state, value, rootPath, chosen);
    if (way && "keys" in way) {
      revealed.current = chosen;
      setState((old) => reveal(old, value, rootPath, way.keys));
    } else if (way && !loading.has(way.path)) void load(way.path, way.large);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is loaded may be on the way to what is chosen
  useEffect(() => revealChosen(), [chosen, value, rootPath, state.loaded, loading]);
  return {
    rows,
    isOpen: (path: string) => state.open.has(path),
    loading: (path: string) => loading.get(path) ?? null,
    load,
    toggle: (path: string, open?: boolean) => setState((old) => toggle(old, path, open)),
    more: (path: string) => setState((old) => listMore(old, path)),
  };
}

/** Where the arrow keys lead from a line: another line, a line to open or close, or null. */
export function moveIn(
  rows: readonly Row[],
  active: number,
  key: string,
): { to: number } | { toggle: string } | null {
  const row = rows[active];
  const last = rows.length - 1;
  if (key === "ArrowDown") return { to: Math.min(active + 1, last) };
  if (key === "ArrowUp") return { to: Math.max(active - 1, 0) };
  if (key === "Home") return { to: 0 };
  if (key === "End") return { to: last };
  if (row?.kind !== "value") return key === "ArrowLeft" ? { to: parentOf(rows, active) } : null;
  if (key === "ArrowRight") {
    if (!row.count) return null;
    return row.open ? { to: Math.min(active + 1, last) } : { toggle: row.path };
  }
  if (key === "ArrowLeft") return row.open ? { toggle: row.path } : { to: parentOf(rows, active) };
  return null;
}

function parentOf(rows: readonly Row[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  for (let at = index - 1; at >= 0; at--) if ((rows[at]?.depth ?? 0) < depth) return at;
  return 0;
}
