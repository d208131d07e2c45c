import type { OnNodeDrag } from "@xyflow/react";
import { type DragEvent, useMemo } from "react";
import { edgesOf } from "@/lib/definition/edges";
import { NODE_SIZE } from "@/lib/definition/geometry";
import { type CanvasEdge, type CanvasNode, readNodeId } from "@/lib/definition/toCanvas";
import type { FlowDocument } from "@/lib/definition/types";
import { useEditorStore } from "../../store";
import { useCanvasUi } from "../canvasUi";
import { STEP_DRAG } from "../palette/StepList";
import { useCanvasSession } from "../session";
import { edgeBelow } from "./useConnecting";
import { usePick } from "./usePick";

interface Dropping {
  onDragOver: (event: DragEvent) => void;
  onDragLeave: () => void;
  onDrop: (event: DragEvent) => void;
  onNodeDrag: OnNodeDrag<CanvasNode>;
}

/** Dropping palette entries on the canvas or on a wire, and loose steps on a wire. */
export function useDropping(): Dropping {
  const store = useEditorStore();
  const session = useCanvasSession();
  const pick = usePick();
  return useMemo<Dropping>(() => {
    const show = (nodeEdge: string | null): void => {
      if (useCanvasUi.getState().dropEdge !== nodeEdge) useCanvasUi.setState({ dropEdge: nodeEdge });
    };
    const isStep = (event: DragEvent): boolean =>
      event.dataTransfer.types.includes(STEP_DRAG) && !store.getState().readOnly;
    const plainEdge = (id: string | null): string | null => {
      const edge: CanvasEdge | undefined = id === null ? undefined : session.drawn().edgesById.get(id);
      return edge?.data?.edgeIds.length === 1 ? (edge.data.edgeIds[0] ?? null) : null;
    };
    return {
      onDragOver: (event) => {
        if (!isStep(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
        show(plainEdge(edgeBelow({ x: event.clientX, y: event.clientY })));
      },
      onDragLeave: () => show(null),
      onDrop: (event) => {
        if (!isStep(event)) return;
        event.preventDefault();
        const screen = { x: event.clientX, y: event.clientY };
        const edgeId = plainEdge(edgeBelow(screen));
        show(null);
        const middle = session.toCanvas(screen);
        const at = { x: middle.x - NODE_SIZE.width / 2, y: middle.y - NODE_SIZE.height / 2 };
        const key = event.dataTransfer.getData(STEP_DRAG);
        void pick(key, edgeId === null ? { kind: "add", at } : { kind: "insert", edgeId, at });
      },
      onNodeDrag: (event, node, nodes) => {
        if (nodes.length !== 1 || readNodeId(node.id).kind !== "step" || !("clientX" in event)) return;
        if (!isLoose(store.getState().document, node.id)) return;
        show(plainEdge(edgeBelow({ x: event.clientX, y: event.clientY })));
      },
    };
  }, [store, session, pick]);
}

const wired = new WeakMap<FlowDocument, ReadonlySet<string>>();

/** Whether no wire leads to or from a step. Asked at each move of a drag, so it is found once for a document. */
function isLoose(document: FlowDocument, stepId: string): boolean {
  const known =
    wired.get(document) ?? new Set(edgesOf(document).flatMap((edge) => [edge.source, edge.target]));
  wired.set(document, known);
  return !known.has(stepId);
}
