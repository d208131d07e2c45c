import {
  type Connection,
  type Edge,
  type FinalConnectionState,
  type OnConnect,
  type OnConnectEnd,
  type OnReconnect,
  useStoreApi,
} from "@xyflow/react";
import { type MouseEvent as ReactMouseEvent, useMemo } from "react";
import type { EdgeKind } from "@/lib/definition/edges";
import { NODE_SIZE } from "@/lib/definition/geometry";
import { type CanvasEdge, readNodeId } from "@/lib/definition/toCanvas";
import type { Position } from "@/lib/definition/types";
import { type EditorStore, useEditorStore } from "../../store";
import { useCanvasUi } from "../canvasUi";
import { type CanvasSession, useCanvasSession } from "../session";

const KIND_OF: Readonly<Record<string, EdgeKind | "next">> = {
  out: "next",
  branch: "branch",
  error: "error",
  timeout: "timeout",
};

/** The kind of edge that a wire from this handle becomes. */
export function kindOfHandle(handle: string | null | undefined): EdgeKind | "next" {
  return KIND_OF[handle ?? "out"] ?? "next";
}

interface Connecting {
  onConnect: OnConnect;
  onConnectStart: () => void;
  onConnectEnd: OnConnectEnd;
  onReconnect: OnReconnect<CanvasEdge>;
  onReconnectStart: (event: ReactMouseEvent, edge: CanvasEdge) => void;
  isValidConnection: (connection: Connection | Edge) => boolean;
}

/** Drawing wires: onto a step, anywhere on it, or into empty space, where a step is chosen; leading their end elsewhere. */
export function useConnecting(): Connecting {
  const store = useEditorStore();
  const session = useCanvasSession();
  const flow = useStoreApi();
  return useMemo<Connecting>(() => {
    // The wire whose end is being dragged: React Flow tells the end of that as the end of a new one, too.
    let led: CanvasEdge | null = null;
    return {
      onConnect: ({ source, target, sourceHandle }) => connect(store, source, target, sourceHandle),
      onConnectStart: () => {
        markConnecting(flow.getState().domNode, true);
        useCanvasUi.setState({ hovered: null });
      },
      onReconnectStart: (_, edge) => {
        led = edge;
      },
      onConnectEnd: (event, state) => {
        markConnecting(flow.getState().domNode, false);
        const edge = led;
        led = null;
        if (state.isValid) return;
        const screen = pointOf(event);
        const below = stepBelow(screen);
        if (edge) lead(store, edge, below);
        else endWire(store, session, { state, screen, below });
      },
      onReconnect: (edge, { target }) => lead(store, edge, target),
      isValidConnection: ({ source, target }) =>
        readNodeId(source).kind === "step" && readNodeId(target).kind === "step",
    };
  }, [store, session, flow]);
}

function connect(store: EditorStore, source: string, target: string, handle: string | null): void {
  const { dispatch, document } = store.getState();
  if (document.steps[source] && document.steps[target])
    dispatch("edge.connect", { source, target, kind: kindOfHandle(handle) });
}

function lead(store: EditorStore, edge: CanvasEdge, target: string | null): void {
  const [edgeId] = edge.data?.edgeIds ?? [];
  if (edgeId !== undefined && target !== null && readNodeId(target).kind === "step")
    store.getState().dispatch("edge.retarget", { edgeId, target });
}

interface Dropped {
  state: FinalConnectionState;
  screen: Position;
  /** The step below the pointer. */
  below: string | null;
}

/** A wire was dropped on no handle: on a step it leads there, on the empty canvas a new step is asked for. */
function endWire(store: EditorStore, session: CanvasSession, { state, screen, below }: Dropped): void {
  const from = state.fromNode && state.fromHandle?.type === "source" ? state.fromNode.id : null;
  const handle = state.fromHandle?.id ?? null;
  if (from === null) return;
  if (below !== null) connect(store, from, below, handle);
  else if (isOverCanvas(screen)) askForStep(session, screen, { source: from, kind: kindOfHandle(handle) });
}

/** `data-connecting` shows where a wire can be dropped: by style sheet, without drawing the nodes again. */
function markConnecting(canvas: HTMLElement | null, isConnecting: boolean): void {
  canvas?.toggleAttribute("data-connecting", isConnecting);
}

function askForStep(
  session: CanvasSession,
  screen: Position,
  after: { source: string; kind: EdgeKind | "next" },
): void {
  const { x, y } = session.toCanvas(screen);
  useCanvasUi.setState({
    picker: { screen, purpose: { kind: "add", at: { x, y: y - NODE_SIZE.height / 2 }, after } },
  });
}

function pointOf(event: MouseEvent | TouchEvent): Position {
  const point = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
}

/** The step whose node lies at a place of the window. */
function stepBelow({ x, y }: Position): string | null {
  const node = document.elementFromPoint(x, y)?.closest<HTMLElement>(".react-flow__node-step");
  return node?.dataset.id ?? null;
}

/** The wire that lies at a place of the window, also below a node that is dragged over it. */
export function edgeBelow({ x, y }: Position): string | null {
  for (const element of document.elementsFromPoint(x, y)) {
    const edge = element.closest<SVGElement>(".react-flow__edge");
    if (edge) return edge.dataset.id ?? null;
  }
  return null;
}

function isOverCanvas({ x, y }: Position): boolean {
  return document.elementFromPoint(x, y)?.closest(".react-flow__pane") !== null;
}
