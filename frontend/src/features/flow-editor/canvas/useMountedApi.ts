import { useReactFlow, useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect, useMemo } from "react";
import { FIT, ZOOM } from "@/components/flow-canvas/viewport";
import { collapsedMembers } from "@/lib/definition/toCanvas";
import { type EditorStore, useEditorStore } from "../store";
import { type CanvasApi, mountCanvas } from "./canvasApi";
import { useCanvasUi } from "./canvasUi";
import { copyByMenu, cutByMenu, pasteByMenu } from "./gestures/clipboard";
import { settle, stepRects } from "./gestures/moving";
import type { CanvasSession } from "./session";
import { tidyPlaces } from "./tidy";

/** Below this a step that is gone to would be too small to read. */
const READABLE = 0.6;
const QUICK = { duration: 200 } as const;

/** Makes this canvas the one that others drive. */
export function useMountedApi(session: CanvasSession, stage: RefObject<HTMLDivElement | null>): void {
  const store = useEditorStore();
  const flow = useReactFlow();
  const state = useStoreApi();
  const api = useMemo<CanvasApi>(
    () => ({
      fit: () => void flow.fitView(FIT),
      centerOn: (stepId) => {
        const { document } = store.getState();
        const nodeId = collapsedMembers(document).get(stepId) ?? stepId;
        const node = session.drawn().nodesById.get(nodeId);
        if (!node) return;
        const x = node.position.x + (node.width ?? 0) / 2;
        const y = node.position.y + (node.height ?? 0) / 2;
        void flow.setCenter(x, y, { zoom: Math.max(flow.getZoom(), READABLE), ...QUICK });
      },
      zoomTo: (zoom) => void flow.zoomTo(Math.max(ZOOM.minZoom, Math.min(ZOOM.maxZoom, zoom)), QUICK),
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, QUICK),
      tidy: (scope) => void tidy(store, session, scope),
      openPicker: () => {
        if (store.getState().readOnly) return;
        const { left, top } = state.getState().domNode?.getBoundingClientRect() ?? { left: 0, top: 0 };
        const screen = { x: left + state.getState().width / 2 - 150, y: top + 56 };
        useCanvasUi.setState({ picker: { screen, purpose: { kind: "beside" } } });
      },
      focusCanvas: () => stage.current?.focus({ preventScroll: true }),
      find: () => useCanvasUi.setState({ isFinding: true }),
      settle: () => settle(store.getState(), session.drawn()),
      copy: () => void copyByMenu(store),
      cut: () => void cutByMenu(store),
      paste: () => void pasteByMenu(store, session.center()),
    }),
    [store, flow, state, session, stage],
  );
  useEffect(() => mountCanvas(api), [api]);
}

async function tidy(store: EditorStore, session: CanvasSession, scope: "all" | "selection"): Promise<void> {
  const { document, selection, readOnly } = store.getState();
  if (readOnly) return;
  const only = scope === "selection" && selection.steps.length > 0 ? new Set(selection.steps) : undefined;
  const places = await tidyPlaces(document, stepRects(document, session.drawn()), only);
  // Steps that were deleted meanwhile are no longer there to move.
  const still = Object.fromEntries(
    Object.entries(places).filter(([id]) => store.getState().document.steps[id]),
  );
  const kept = only ? session.drawn().unplaced : {};
  store.getState().dispatch("step.move", {
    places: { ...kept, ...still },
    gesture: only ? "Tidy the selection" : "Tidy the flow",
  });
}
