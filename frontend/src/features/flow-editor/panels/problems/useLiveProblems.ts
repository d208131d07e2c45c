import { useEffect } from "react";
import { validateDefinition } from "@/api/drafts/validateDefinition";
import type { EditorStore } from "../../store";
import { clearProblems, markProblems, showProblems } from "../problemsStore";

/** How long the document must rest before the server looks at it, and the wait after a failure, in milliseconds. */
const QUIET_MS = 400;
const AGAIN_MS = 5000;

/** Asks the server what is wrong with the document as it stands, after each change. An overtaken answer is dropped. */
export function useLiveProblems(store: EditorStore): void {
  useEffect(() => watchProblems(store), [store]);
}

/** Begins to watch; gives what ends it. */
export function watchProblems(store: EditorStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let request = new AbortController();
  const look = async (): Promise<void> => {
    request.abort();
    request = new AbortController();
    const { signal } = request;
    try {
      const problems = await validateDefinition(store.getState().document, signal);
      if (!signal.aborted) showProblems(problems);
    } catch {
      if (signal.aborted) return;
      markProblems("stale");
      timer = setTimeout(() => void look(), AGAIN_MS);
    }
  };
  const unsubscribe = store.subscribe((state, before) => {
    if (state.document === before.document) return;
    request.abort();
    clearTimeout(timer);
    markProblems("checking");
    timer = setTimeout(() => void look(), QUIET_MS);
  });
  void look();
  return () => {
    unsubscribe();
    clearTimeout(timer);
    request.abort();
    clearProblems();
  };
}
