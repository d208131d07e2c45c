import { useEffect, useState } from "react";
import type { Json } from "@/lib/expressions/types";
import { type Match, searchTree } from "./search";

const SLICE_MS = 8;
const DELAY_MS = 150;

/** What was found so far, and whether the search still goes on. */
export interface Found {
  text: string;
  matches: readonly Match[];
  running: boolean;
}

const NOTHING: Found = { text: "", matches: [], running: false };

/** Searches in slices of a few milliseconds, so that a large value never stops the page. */
export function useSearch(value: Json, rootPath: string, text: string): Found {
  const [found, setFound] = useState<Found>(NOTHING);
  useEffect(() => {
    if (text.trim() === "") {
      setFound(NOTHING);
      return;
    }
    const matches: Match[] = [];
    const walk = searchTree(value, rootPath, text.trim(), matches);
    let timer: ReturnType<typeof setTimeout>;
    const go = () => {
      const until = performance.now() + SLICE_MS;
      let done = false;
      while (!done && performance.now() < until) done = walk.next().done ?? false;
      if (done) setFound({ text, matches: [...matches], running: false });
      else {
        setFound({ text, matches: [...matches], running: true });
        timer = setTimeout(go, 0);
      }
    };
    timer = setTimeout(go, DELAY_MS);
    return () => clearTimeout(timer);
  }, [value, rootPath, text]);
  return found;
}
