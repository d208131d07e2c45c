import { create } from "zustand";
import type { EdgeKind } from "@/lib/definition/edges";
import type { Guide } from "@/lib/definition/geometrySnap";
import type { Position } from "@/lib/definition/types";

/** What the picker does with the type that is chosen. */
export type PickPurpose =
  | { kind: "add"; at: Position; after?: { source: string; kind: EdgeKind | "next" } }
  | { kind: "after"; source: string; edge: EdgeKind | "next" }
  | { kind: "insert"; edgeId: string; at: Position }
  | { kind: "beside" };

/** What a context menu is about. */
export type MenuTarget =
  | { kind: "step"; id: string }
  | { kind: "note"; id: string }
  | { kind: "group"; id: string }
  | { kind: "edge"; id: string }
  | { kind: "canvas"; at: Position };

interface CanvasUi {
  /** The wire below the pointer, and where its buttons stand (canvas pixels). */
  hovered: { edgeId: string; at: Position } | null;
  /** The wire onto which a dragged step would be dropped. */
  dropEdge: string | null;
  guides: readonly Guide[];
  /** Open at a place of the window. */
  picker: { screen: Position; purpose: PickPurpose } | null;
  menu: { screen: Position; target: MenuTarget } | null;
  /** The note or frame whose text is edited, by node id. */
  editing: string | null;
  isFinding: boolean;
}

const NOTHING_OPEN: CanvasUi = {
  hovered: null,
  dropEdge: null,
  guides: [],
  picker: null,
  menu: null,
  editing: null,
  isFinding: false,
};

/** The passing state of the canvas: one editor is on the screen at a time. */
export const useCanvasUi = create<CanvasUi>(() => NOTHING_OPEN);

const LINGER_MS = 250;
let leaving: ReturnType<typeof setTimeout> | undefined;

/** The pointer is on a wire, or on the buttons of the one that it was on. */
export function hoverEdge(hovered: CanvasUi["hovered"] = useCanvasUi.getState().hovered): void {
  clearTimeout(leaving);
  useCanvasUi.setState({ hovered });
}

/** The pointer left a wire: its buttons stay for the moment that it takes to reach them. */
export function leaveEdge(): void {
  clearTimeout(leaving);
  leaving = setTimeout(() => useCanvasUi.setState({ hovered: null }), LINGER_MS);
}

/** Closes everything. */
export function resetCanvasUi(): void {
  clearTimeout(leaving);
  useCanvasUi.setState(NOTHING_OPEN, true);
}
