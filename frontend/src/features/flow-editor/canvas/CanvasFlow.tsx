import "@xyflow/react/dist/base.css";
import {
  Background,
  type NodeMouseHandler,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStoreApi,
} from "@xyflow/react";
import { Network, StickyNote } from "lucide-react";
import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { CanvasMap, ZoomControls, ZoomLevel } from "@/components/flow-canvas/CanvasChrome";
import flowClasses from "@/components/flow-canvas/FlowCanvas.module.css";
import { CULL_ABOVE, FIT, MAP_FROM, openingView, ZOOM } from "@/components/flow-canvas/viewport";
import { IconButton } from "@/components/IconButton";
import { type CanvasNode, type Drawn, readNodeId } from "@/lib/definition/toCanvas";
import { NOTHING } from "../commands/types";
import { useEditor, useEditorStore } from "../store";
import { useCanvasApi } from "./canvasApi";
import { useCanvasUi } from "./canvasUi";
import { EdgeToolbar } from "./EdgeToolbar";
import { GuideLines } from "./GuideLines";
import { selectedNodeIds, selectNodes } from "./gestures/selecting";
import { useCanvasNodes } from "./gestures/useCanvasNodes";
import { useConnecting } from "./gestures/useConnecting";
import { useDropping } from "./gestures/useDropping";
import { useContextMenus } from "./menu/useContextMenus";
import { addNote } from "./menu/useMenuActions";
import { EDITOR_EDGES, EDITOR_NODES } from "./nodes/nodeTypes";
import { useCanvasSession } from "./session";

const ADD_TO_SELECTION = ["Shift", "Meta", "Control"];
const EDGE_DEFAULTS = { reconnectable: "target" } as const;

/** React Flow with the editor's nodes, wires and gestures. */
export function CanvasFlow({ drawn }: { drawn: Drawn }) {
  const readOnly = useEditor((state) => state.readOnly);
  const start = useEditor((state) => state.document.startStepInstanceId);
  const [opening] = useState(() => openingView(drawn, start));
  const canvasNodes = useCanvasNodes(drawn);
  const connecting = useConnecting();
  const { onNodeDrag, ...dropping } = useDropping();
  const menus = useContextMenus();

  useLinkedStep(drawn);
  const editable = readOnly ? undefined : connecting;
  return (
    <ReactFlow
      className={flowClasses.canvas}
      data-editable={!readOnly || undefined}
      {...canvasNodes}
      {...editable}
      {...dropping}
      {...menus}
      onNodeDrag={onNodeDrag}
      onNodeClick={useChoosingOne()}
      onNodeDoubleClick={useOpening()}
      onNodeMouseEnter={dismissToolbar}
      onPaneClick={dismissAll}
      onMoveStart={dismissToolbar}
      nodeTypes={EDITOR_NODES}
      edgeTypes={EDITOR_EDGES}
      defaultEdgeOptions={EDGE_DEFAULTS}
      {...opening}
      fitViewOptions={FIT}
      {...ZOOM}
      onlyRenderVisibleElements={canvasNodes.nodes.length > CULL_ABOVE}
      nodesDraggable={!readOnly}
      nodesConnectable={!readOnly}
      edgesReconnectable={!readOnly}
      nodesFocusable={false}
      edgesFocusable={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      selectionKeyCode="Shift"
      multiSelectionKeyCode={ADD_TO_SELECTION}
      selectionMode={SelectionMode.Partial}
      elevateNodesOnSelect
      zoomOnDoubleClick={false}
      nodeDragThreshold={3}
      connectionRadius={28}
      autoPanOnNodeFocus={false}
    >
      <Extras readOnly={readOnly} hasMap={canvasNodes.nodes.length >= MAP_FROM} />
    </ReactFlow>
  );
}

/** What lies over the nodes; not drawn again while these move. */
const Extras = memo(function Extras({ readOnly, hasMap }: { readOnly: boolean; hasMap: boolean }) {
  return (
    <>
      <Background gap={24} size={2} />
      <ZoomLevel />
      <ZoomControls>{!readOnly && <EditButtons />}</ZoomControls>
      {hasMap && <CanvasMap />}
      <EdgeToolbar />
      <GuideLines />
    </>
  );
});

function dismissToolbar(): void {
  if (useCanvasUi.getState().hovered) useCanvasUi.setState({ hovered: null });
}

function dismissAll(): void {
  useCanvasUi.setState({ hovered: null, menu: null, picker: null });
}

function EditButtons() {
  const { t } = useTranslation("editor-canvas");
  const store = useEditorStore();
  const canvas = useCanvasApi();
  const session = useCanvasSession();
  return (
    <>
      <IconButton
        icon={Network}
        label={t("menu.tidy")}
        shortcut="Shift Alt T"
        size="md"
        onClick={() => canvas.tidy("all")}
      />
      <IconButton
        icon={StickyNote}
        label={t("menu.note")}
        size="md"
        onClick={() => addNote(store, session.center())}
      />
    </>
  );
}

/** A click on one of several selected nodes leaves only that one selected; React Flow keeps them all, for dragging. */
function useChoosingOne(): NodeMouseHandler<CanvasNode> {
  const store = useEditorStore();
  return useCallback(
    (event, node) => {
      const { selection, select } = store.getState();
      if (event.shiftKey || event.metaKey || event.ctrlKey || selectedNodeIds(selection).size < 2) return;
      select(selectNodes(NOTHING, [{ type: "select", id: node.id, selected: true }]));
    },
    [store],
  );
}

function useOpening(): NodeMouseHandler<CanvasNode> {
  const store = useEditorStore();
  return useCallback(
    (_, node) => {
      const { kind, id } = readNodeId(node.id);
      if (kind === "step") store.getState().openStep(id);
      else if (!store.getState().readOnly) useCanvasUi.setState({ editing: node.id });
    },
    [store],
  );
}

/** Centres on the step that the address names when the editor opens, and later on one opened from elsewhere out of view. */
function useLinkedStep(drawn: Drawn): void {
  const stepId = useEditor((state) => state.open?.stepId ?? null);
  const canvas = useCanvasApi();
  const { viewportInitialized } = useReactFlow();
  const flow = useStoreApi();
  const shown = useRef<string | null>(null);
  const view = useMemo(() => ({ drawn }), [drawn]);
  useEffect(() => {
    if (!viewportInitialized || stepId === null || shown.current === stepId) {
      if (stepId === null) shown.current = null;
      return;
    }
    shown.current = stepId;
    const node = view.drawn.nodesById.get(stepId);
    const { width, height, transform } = flow.getState();
    const left = (node?.position.x ?? 0) * transform[2] + transform[0];
    const top = (node?.position.y ?? 0) * transform[2] + transform[1];
    const isSeen =
      node && left > 0 && top > 0 && left + 240 * transform[2] < width && top + 76 * transform[2] < height;
    if (!isSeen) canvas.centerOn(stepId);
  }, [stepId, viewportInitialized, canvas, flow, view]);
}
