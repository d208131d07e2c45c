import type { EdgeChange, NodeChange, NodeDimensionChange } from "@xyflow/react";
import { useStoreApi } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import { boundsOf, NODE_SIZE, type Rect } from "@/lib/definition/geometry";
import { type Guide, snapTo } from "@/lib/definition/geometrySnap";
import {
  type CanvasEdge,
  type CanvasNode,
  type Drawn,
  noteNodeId,
  readNodeId,
} from "@/lib/definition/toCanvas";
import type { FlowDocument, Position } from "@/lib/definition/types";
import { useEditor, useEditorStore } from "../../store";
import { useCanvasUi } from "../canvasUi";
import { type Moves, movesOf, shift, withMoves, writtenPlaces } from "./moving";
import { markSelected, markSelectedEdges, selectEdges, selectNodes } from "./selecting";

/** How near sides must come to stick, in pixels of the screen. */
const SNAP = 6;

interface CanvasNodes {
  nodes: CanvasNode[];
  edges: CanvasEdge[];
  onNodesChange: (changes: NodeChange<CanvasNode>[]) => void;
  onEdgesChange: (changes: EdgeChange<CanvasEdge>[]) => void;
}

/**
 * What React Flow draws: the picture with the selection and what is being dragged on it. A drag lives here until it
 * ends; then it is one command.
 */
export function useCanvasNodes(drawn: Drawn): CanvasNodes {
  const store = useEditorStore();
  const flow = useStoreApi();
  const document = useEditor((state) => state.document);
  const selection = useEditor((state) => state.selection);
  const [moves, setMoves] = useState<Moves | null>(null);
  const [resized, setResized] = useState<Resized | null>(null);
  const latest = useRef<{ drawn: Drawn; moves: Moves | null }>({ drawn, moves: null });
  latest.current.drawn = drawn;

  const marked = useMemo(() => markSelected(drawn.nodes, selection), [drawn.nodes, selection]);
  const nodes = useMemo(() => {
    const moved = moves ? withMoves(marked, document, drawn, moves) : marked;
    return resized
      ? moved.map((node) => (node.id === resized.id ? { ...node, ...resized.size } : node))
      : moved;
  }, [marked, document, drawn, moves, resized]);
  const edges = useMemo(() => markSelectedEdges(drawn.edges, selection), [drawn.edges, selection]);

  const drag = useCallback(
    (dragged: ReadonlyMap<string, Position>) => {
      const { width, height, transform } = flow.getState();
      const view = viewRect(width, height, transform);
      const snapped = snapMoves(store.getState().document, latest.current.drawn, dragged, {
        view,
        tolerance: SNAP / transform[2],
      });
      showGuides(snapped.guides);
      latest.current.moves = snapped.moves;
      setMoves(snapped.moves);
    },
    [flow, store],
  );

  const drop = useCallback(() => {
    const { moves: last, drawn: picture } = latest.current;
    const { dropEdge } = useCanvasUi.getState();
    useCanvasUi.setState({ guides: [], dropEdge: null });
    latest.current.moves = null;
    setMoves(null);
    if (!last) return;
    const written = writtenPlaces(picture, last);
    const [stepId] = last.steps.keys();
    if (dropEdge !== null && stepId !== undefined)
      store.getState().dispatch("step.wireIn", { stepId, edgeId: dropEdge, places: written.places });
    else store.getState().dispatch("step.move", written);
  }, [store]);

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const selects = changes.filter((change) => change.type === "select");
      const { selection: before, select } = store.getState();
      if (selects.length > 0) select(selectNodes(before, selects));
      const resize = changes.find((change) => change.type === "dimensions" && change.resizing !== undefined);
      if (resize?.type === "dimensions") setResized(resizedBy(resize));
      const positions = changes.filter((change) => change.type === "position");
      if (positions.length === 0 || store.getState().readOnly) return;
      const dragged = new Map(
        positions.flatMap(({ id, position, dragging }) => (dragging && position ? [[id, position]] : [])),
      );
      if (dragged.size > 0) drag(dragged);
      else if (positions.some((change) => change.dragging === false)) drop();
    },
    [store, drag, drop],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange<CanvasEdge>[]) => {
      // A box selects what lies in it, not also every wire that leads there.
      const isBox = flow.getState().userSelectionRect !== null;
      const selects = changes
        .filter((change) => change.type === "select")
        .filter((change) => !(isBox && change.selected));
      const { selection: before, select } = store.getState();
      if (selects.length > 0) select(selectEdges(before, selects, latest.current.drawn.edgesById));
    },
    [store, flow],
  );
  return { nodes, edges, onNodesChange, onEdgesChange };
}

function showGuides(guides: readonly Guide[]): void {
  const { guides: shown } = useCanvasUi.getState();
  if (guides.length > 0 || shown.length > 0) useCanvasUi.setState({ guides });
}

interface Resized {
  id: string;
  size: Pick<CanvasNode, "width" | "height" | "measured">;
}

function resizedBy({ id, dimensions, resizing }: NodeDimensionChange): Resized | null {
  if (!resizing || !dimensions) return null;
  const { width, height } = dimensions;
  return { id, size: { width, height, measured: { width, height } } };
}

function viewRect(width: number, height: number, [x, y, zoom]: readonly [number, number, number]): Rect {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

interface SnapOptions {
  /** Only what is in view counts. */
  view: Rect;
  tolerance: number;
}

/** Moves what is dragged so that it is level with steps and notes in view that stay. */
export function snapMoves(
  document: FlowDocument,
  drawn: Drawn,
  dragged: ReadonlyMap<string, Position>,
  { view, tolerance }: SnapOptions,
): { moves: Moves; guides: Guide[] } {
  const moves = movesOf(document, drawn, dragged);
  const moving = boundsOf(movingRects(drawn, moves));
  if (!moving) return { moves, guides: [] };
  const { by, guides } = snapTo(moving, stayingRects(drawn, moves, view), tolerance);
  return { moves: shift(moves, by), guides };
}

function movingRects(drawn: Drawn, moves: Moves): Rect[] {
  const notes = [...moves.notes].map(([id, place]) => {
    const node = drawn.nodesById.get(noteNodeId(id));
    return { ...place, width: node?.width ?? 0, height: node?.height ?? 0 };
  });
  return [...[...moves.steps.values()].map((place) => ({ ...place, ...NODE_SIZE })), ...notes];
}

function stayingRects(drawn: Drawn, moves: Moves, view: Rect): Rect[] {
  const rects: Rect[] = [];
  for (const node of drawn.nodes) {
    if (node.type === "frame") continue;
    const { kind, id } = readNodeId(node.id);
    if ((kind === "note" ? moves.notes : moves.steps).has(id)) continue;
    const { x, y } = node.position;
    const inView =
      x < view.x + view.width &&
      x > view.x - NODE_SIZE.width &&
      y < view.y + view.height &&
      y > view.y - NODE_SIZE.height;
    if (inView) rects.push({ x, y, width: node.width ?? 0, height: node.height ?? 0 });
  }
  return rects;
}
