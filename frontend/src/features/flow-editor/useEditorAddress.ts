import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useRef } from "react";
import { parseEditorSearch } from "./search";
import type { EditorState, EditorStore } from "./store";

/** Opens what the address names, and keeps the address at what is open (no entry in the browser's history). */
export function useEditorAddress(store: EditorStore): void {
  const search = parseEditorSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  // The address on its way. Until it is there the one that is shown is out of date, and nobody asks for it any more.
  const awaited = useRef<string | null>(null);
  const follow = useEffectEvent((state: EditorState) => {
    const step = state.open?.stepId;
    const panel = state.side === "none" ? undefined : state.side;
    const wanted = nameOf(step, panel);
    if (wanted === (awaited.current ?? nameOf(search.step, search.panel))) return;
    awaited.current = wanted;
    const arrival = navigate({
      to: ".",
      search: { ...(step !== undefined && { step }), ...(panel && { panel }) },
      replace: true,
      resetScroll: false,
    });
    void arrival.finally(() => {
      if (awaited.current === wanted) awaited.current = null;
    });
  });
  const { step, panel } = search;
  useEffect(() => {
    if (awaited.current !== null && awaited.current !== nameOf(step, panel)) return;
    const state = store.getState();
    if (step !== undefined && state.document.steps[step] && state.open?.stepId !== step) {
      state.select({ steps: [step] });
      state.openStep(step);
    }
    if (panel && state.side !== panel) state.showSide(panel);
  }, [store, step, panel]);
  useEffect(
    () =>
      store.subscribe((state, before) => {
        if (state.open?.stepId !== before.open?.stepId || state.side !== before.side) follow(state);
      }),
    [store],
  );
}

function nameOf(step: string | undefined, panel: string | undefined): string {
  return `${step ?? ""} ${panel ?? ""}`;
}
