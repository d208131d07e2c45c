import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useEffectEvent } from "react";
import { parseEditorSearch } from "./search";
import type { EditorState, EditorStore } from "./store";

/** Opens what the address names, and keeps the address at what is open (no entry in the browser's history). */
export function useEditorAddress(store: EditorStore): void {
  const search = parseEditorSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const follow = useEffectEvent((state: EditorState) => {
    const step = state.open?.stepId;
    const panel = state.side === "none" ? undefined : state.side;
    if (step === search.step && panel === search.panel) return;
    void navigate({
      to: ".",
      search: { ...(step !== undefined && { step }), ...(panel && { panel }) },
      replace: true,
      resetScroll: false,
    });
  });
  const { step, panel } = search;
  useEffect(() => {
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
