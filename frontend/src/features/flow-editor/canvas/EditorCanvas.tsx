import { ReactFlowProvider, useReactFlow, useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Drawn } from "@/lib/definition/toCanvas";
import { useEditor, useEditorStore } from "../store";
import { CanvasFlow } from "./CanvasFlow";
import classes from "./canvas.module.css";
import { resetCanvasUi } from "./canvasUi";
import { EmptyCanvas } from "./EmptyCanvas";
import { FindBar } from "./find/FindBar";
import { listenToClipboard } from "./gestures/clipboard";
import { CanvasMenu } from "./menu/CanvasMenu";
import { StepPalette } from "./palette/StepPalette";
import { StepPicker } from "./palette/StepPicker";
import { type CanvasSession, CanvasSessionContext } from "./session";
import "./texts";
import { useCanvasKeys } from "./gestures/useCanvasKeys";
import { useAnnouncement } from "./useAnnouncement";
import { useDrawn } from "./useDrawn";
import { useMountedApi } from "./useMountedApi";

/** The canvas of the editor around, with the palette; it fills its parent. */
export function EditorCanvas() {
  return (
    <ReactFlowProvider>
      <Canvas />
    </ReactFlowProvider>
  );
}

function Canvas() {
  const drawn = useDrawn();
  const latest = useRef(drawn);
  latest.current = drawn;
  const stage = useRef<HTMLDivElement>(null);
  const readOnly = useEditor((state) => state.readOnly);
  const session = useSession(latest);
  useMountedApi(session, stage);
  useClipboard(session);
  useEffect(() => resetCanvasUi, []);
  return (
    <CanvasSessionContext value={session}>
      <div className={classes.editor}>
        {!readOnly && <StepPalette />}
        <Stage stage={stage} drawn={drawn} />
        <StepPicker />
        <CanvasMenu />
      </div>
    </CanvasSessionContext>
  );
}

/** What takes the keyboard. */
function Stage({ stage, drawn }: { stage: RefObject<HTMLDivElement | null>; drawn: Drawn }) {
  const { t } = useTranslation("editor-canvas");
  const { spoken, say } = useAnnouncement(drawn);
  const onKeyDown = useCanvasKeys(say);
  return (
    // biome-ignore lint/a11y/useSemanticElements: an application, not a section of a text: it takes its own keys.
    <div
      ref={stage}
      className={classes.stage}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of the canvas are pressed here.
      tabIndex={0}
      role="region"
      aria-label={t("label")}
      onKeyDown={onKeyDown}
    >
      <CanvasFlow drawn={drawn} />
      <EmptyCanvas />
      <FindBar />
      <div className={classes.spoken} aria-live="polite">
        {spoken}
      </div>
    </div>
  );
}

function useSession(latest: { readonly current: ReturnType<typeof useDrawn> }): CanvasSession {
  const flow = useReactFlow();
  const state = useStoreApi();
  return useMemo<CanvasSession>(
    () => ({
      drawn: () => latest.current,
      center: () => {
        const { width, height, transform } = state.getState();
        const [x, y, zoom] = transform;
        return { x: (width / 2 - x) / zoom, y: (height / 2 - y) / zoom };
      },
      toCanvas: (screen) => flow.screenToFlowPosition(screen),
      toScreen: (place) => flow.flowToScreenPosition(place),
    }),
    [flow, state, latest],
  );
}

function useClipboard(session: CanvasSession): void {
  const store = useEditorStore();
  useEffect(() => listenToClipboard(store, session.center), [store, session]);
}
