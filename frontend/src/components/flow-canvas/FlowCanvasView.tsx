import "@xyflow/react/dist/base.css";
import {
  Background,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStoreApi,
} from "@xyflow/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { centerOf, type Rect } from "@/lib/definition/geometry";
import {
  type CanvasNode,
  type CanvasView,
  type Drawn,
  readNodeId,
  toCanvas,
} from "@/lib/definition/toCanvas";
import { CanvasMap, ZoomControls, ZoomLevel } from "./CanvasChrome";
import classes from "./FlowCanvas.module.css";
import { READ_ONLY_EDGES, READ_ONLY_NODES } from "./nodeTypes";
import type { FlowCanvasProps } from "./types";
import { CULL_ABOVE, FIT, MAP_FROM, openingView, ZOOM } from "./viewport";
import "./texts";

/** A flow to look at: pan, zoom, choose a step. Default export, so that pages load it when they show one. */
export default function FlowCanvasView(props: FlowCanvasProps) {
  return (
    <ReactFlowProvider>
      <Inner {...props} />
    </ReactFlowProvider>
  );
}

function Inner({ selected, onSelect, ariaLabel, ...shown }: FlowCanvasProps) {
  const { t } = useTranslation("canvas");
  const drawn = useDrawn(shown);
  const [opening] = useState(() => openingView(drawn, shown.document.startStepInstanceId));
  const nodes = useSelected(drawn.nodes, selected ?? null);
  useKeepInView(drawn, selected ?? null);
  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const chosen = changes.find((change) => change.type === "select" && change.selected);
      if (chosen?.type === "select" && readNodeId(chosen.id).kind === "step") onSelect?.(chosen.id);
    },
    [onSelect],
  );
  return (
    <ReactFlow
      className={classes.canvas}
      nodes={nodes}
      edges={drawn.edges}
      nodeTypes={READ_ONLY_NODES}
      edgeTypes={READ_ONLY_EDGES}
      onNodesChange={onNodesChange}
      onPaneClick={() => onSelect?.(null)}
      {...opening}
      fitViewOptions={FIT}
      {...ZOOM}
      onlyRenderVisibleElements={nodes.length > CULL_ABOVE}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={onSelect !== undefined}
      elementsSelectable={onSelect !== undefined}
      edgesFocusable={false}
      deleteKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      aria-label={ariaLabel ?? t("label")}
    >
      {CHROME}
      {nodes.length >= MAP_FROM && <CanvasMap />}
    </ReactFlow>
  );
}

/** One and the same, so that it is not drawn again with every moment of a run. */
const CHROME = (
  <>
    <Background gap={24} size={2} />
    <ZoomLevel />
    <ZoomControls />
  </>
);

function useDrawn({ document, stepTypes, overlay, marks, problems }: FlowCanvasProps): Drawn {
  const previous = useRef<Drawn | undefined>(undefined);
  const drawn = useMemo(() => {
    const view: CanvasView = {
      typeOf: stepTypes.byStep,
      ...(overlay && { overlay }),
      ...(marks && { marks }),
      ...(problems && { problems }),
    };
    return toCanvas(document, view, previous.current);
  }, [document, stepTypes, overlay, marks, problems]);
  useEffect(() => {
    previous.current = drawn;
  }, [drawn]);
  return drawn;
}

function useSelected(nodes: CanvasNode[], selected: string | null): CanvasNode[] {
  return useMemo(
    () =>
      selected === null
        ? nodes
        : nodes.map((node) => (node.id === selected ? { ...node, selected: true } : node)),
    [nodes, selected],
  );
}

/** Brings the chosen step into view when it is chosen elsewhere and lies outside. */
function useKeepInView(drawn: Drawn, selected: string | null): void {
  const { setCenter, getZoom } = useReactFlow();
  const store = useStoreApi();
  const latest = useRef(drawn);
  latest.current = drawn;
  useEffect(() => {
    const node = selected === null ? undefined : latest.current.nodesById.get(selected);
    const { width, height, transform } = store.getState();
    if (!node || width === 0) return;
    const rect: Rect = { ...node.position, width: node.width ?? 0, height: node.height ?? 0 };
    const [x, y, zoom] = transform;
    const left = rect.x * zoom + x;
    const top = rect.y * zoom + y;
    const inside =
      left >= 0 && top >= 0 && left + rect.width * zoom <= width && top + rect.height * zoom <= height;
    const center = centerOf(rect);
    if (!inside) void setCenter(center.x, center.y, { zoom: Math.max(getZoom(), 0.6), duration: 250 });
  }, [selected, setCenter, getZoom, store]);
}
