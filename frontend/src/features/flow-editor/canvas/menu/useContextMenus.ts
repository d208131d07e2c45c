import type { EdgeMouseHandler, NodeMouseHandler } from "@xyflow/react";
import { type MouseEvent as ReactMouseEvent, useMemo } from "react";
import { type CanvasEdge, type CanvasNode, readNodeId } from "@/lib/definition/toCanvas";
import type { Selection } from "../../commands/types";
import { useEditorStore } from "../../store";
import { type MenuTarget, useCanvasUi } from "../canvasUi";
import { useCanvasSession } from "../session";

interface ContextMenus {
  onNodeContextMenu: NodeMouseHandler<CanvasNode>;
  onEdgeContextMenu: EdgeMouseHandler<CanvasEdge>;
  onPaneContextMenu: (event: ReactMouseEvent | MouseEvent) => void;
  onSelectionContextMenu: (event: ReactMouseEvent, nodes: CanvasNode[]) => void;
}

/** The right button: selects what is below the pointer, unless it is part of the selection, and opens its menu. */
export function useContextMenus(): ContextMenus {
  const store = useEditorStore();
  const session = useCanvasSession();
  return useMemo<ContextMenus>(() => {
    const open = (event: ReactMouseEvent | MouseEvent, target: MenuTarget): void => {
      event.preventDefault();
      if (target.kind !== "canvas") selectTarget(target);
      const screen = { x: event.clientX, y: event.clientY };
      useCanvasUi.setState({ menu: { screen, target }, picker: null, hovered: null });
    };
    const selectTarget = (target: Exclude<MenuTarget, { kind: "canvas" }>): void => {
      const { selection, select } = store.getState();
      const list = LISTS[target.kind];
      if (!selection[list].includes(target.id)) select({ [list]: [target.id] });
    };
    return {
      onNodeContextMenu: (event, node) => open(event, readNodeId(node.id)),
      onSelectionContextMenu: (event, [node]) => node && open(event, readNodeId(node.id)),
      onEdgeContextMenu: (event, edge) => {
        const [id] = edge.data?.edgeIds ?? [];
        if (id !== undefined) open(event, { kind: "edge", id });
      },
      onPaneContextMenu: (event) =>
        open(event, { kind: "canvas", at: session.toCanvas({ x: event.clientX, y: event.clientY }) }),
    };
  }, [store, session]);
}

const LISTS: Readonly<Record<"step" | "edge" | "note" | "group", keyof Selection>> = {
  step: "steps",
  edge: "edges",
  note: "notes",
  group: "groups",
};
