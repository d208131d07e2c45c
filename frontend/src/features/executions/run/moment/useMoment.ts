import { useCallback, useEffect, useState } from "react";
import type { RunSearch } from "../runSearch";

const RESTS_AFTER_MS = 150;

interface Move {
  t: number;
  /** Once it rests: the moment that the address had, which follows. */
  leaves?: number | undefined;
  rests: boolean;
}

/**
 * The moment of the address, and one that moves faster than addresses change: the page follows each move at once,
 * the address when it rests.
 */
export function useMoment(t: number | undefined, change: (changes: Partial<RunSearch>) => void) {
  const [move, setMove] = useState<Move | null>(null);
  const moved = move && (!move.rests || move.leaves === t) ? move : null;
  useEffect(() => {
    if (!move || move.rests) return;
    const timer = setTimeout(() => {
      setMove({ t: move.t, leaves: t, rests: true });
      change({ t: move.t, seq: undefined });
    }, RESTS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [move, t, change]);
  const moment = moved?.t ?? t;
  const scrub = useCallback(
    (to: number | undefined) => {
      if (to !== undefined) return setMove({ t: to, rests: false });
      setMove(null);
      change({ t: undefined, seq: moment || undefined });
    },
    [change, moment],
  );
  return { moment, moving: moved !== null && !moved.rests, scrub };
}
