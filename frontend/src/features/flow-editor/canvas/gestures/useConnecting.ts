import {
  type Connection,
  type Edge,
  type FinalConnectionState,
  type OnConnect,
  type OnConnectEnd,
  type OnReconnect,
  useStoreApi,
} from "@xyflow/react";
import { useMemo } from "react";
import type { EdgeKind } from "@/lib/definition/edges";
import { type CanvasEdge, readNodeId } from "@/lib/definition/toCanvas";
import type { Position } from "@/lib/definition/types";
import { useEditorStore } from "../../store";
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
  isValidConnection: (connection: Connection | Edge) => boolean;
}

/** Drawing wires: onto a step, anywhere on it, or into empty space, where a step is chosen. */
export function useConnecting(): Connecting {
  const store = useEditorStore();
  const session = useCanvasSession();
  const flow = useStoreApi();
  return useMemo<Connecting>(() => {
    const connect = (source: string, target: string, handle: string | null): void => {
      const { dispatch, document } = store.getState();
      if (document.steps[source] && document.steps[target])
        dispatch("edge.connect", { source, target, kind: kindOfHandle(handle) });
    };
    return {
      onConnect: ({ source, target, sourceHandle }) => connect(source, target, sourceHandle),
      onConnectStart: () => {
        markConnecting(flow.getState().domNode, true);
        useCanvasUi.setState({ hovered: null });
      },
      onConnectEnd: (event, state) => {
        markConnecting(flow.getState().domNode, false);
        const from = state.fromNode && state.fromHandle?.type === "source" ? state.fromNode.id : null;
        if (from === null || state.isValid) return;
        const screen = pointOf(event);
        const below = stepBelow(screen);
        const handle = state.fromHandle?.id ?? null;
        if (below !== null) connect(from, below, handle);
        else if (isOverCanvas(screen)) askForStep(session, { from, handle, screen, state });
      },
      onReconnect: (edge, { target }) => {
        const [edgeId] = edge.data?.edgeIds ?? [];
        if (edgeId !== undefined && readNodeId(target).kind === "step")
          store.getState().dispatch("edge.retarget", { edgeId, target });
      },
      isValidConnection: ({ source, target }) =>
        readNodeId(source).kind === "step" && readNodeId(target).kind === "step",
    };
  }, [store, session, flow]);
}

/** `data-connecting` shows where a wire can be dropped: by style sheet, without drawing the nodes again. */
function markConnecting(canvas: HTMLElement | null, isConnecting: boolean): void {
  canvas?.toggleAttribute("data-connecting", isConnecting);
}

interface Dropped {
  from: string;
  handle: string | null;
  screen: Position;
  state: FinalConnectionState;
}

function askForStep(session: CanvasSession, { from, handle, screen }: Dropped): void {
  const at = session.toCanvas(screen);
  useCanvasUi.setState({
    picker: {
      screen,
      purpose: {
        kind: "add",
        at: { x: at.x, y: at.y - HALF_NODE },
        after: { source: from, kind: kindOfHandle(handle) },
      },
    },
  });
}

const HALF_NODE = 38;

function pointOf(event: MouseEvent | TouchEvent): Position {
  const point = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
}

/** The step whose node lies at a place of the window. */
export function stepBelow({ x, y }: Position): string | null {
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
