import { useEffect, useRef, useState } from "react";

const PAUSE_MS = 400;

interface Reading {
  isFetching: boolean;
  /** The same function as long as the same thing is read. */
  refetch: () => Promise<unknown>;
}

/**
 * Reads something again when `state` is another than when it was read last: one reading after the other with a pause
 * between, so that each comes to its end however fast the state moves. A query with the state in its key would be
 * given up at each move, and kept once for each. Null: nothing moves.
 */
export function useReading({ isFetching, refetch }: Reading, state: string | number | null): void {
  const [asked, setAsked] = useState(state);
  const latest = useRef(state);
  latest.current = state;
  const isBehind = state !== null && asked !== state && !isFetching;
  useEffect(() => {
    if (!isBehind) return;
    const timer = setTimeout(() => {
      setAsked(latest.current);
      void refetch();
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [isBehind, refetch]);
}
