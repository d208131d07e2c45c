import { useCallback } from "react";
import { freePlace, NODE_SIZE } from "@/lib/definition/geometry";
import type { Drawn } from "@/lib/definition/toCanvas";
import type { FlowDocument, Position, StepType } from "@/lib/definition/types";
import { findEdge } from "../../document/edges";
import { STEP_GAP } from "../../document/steps";
import { type EditorState, useEditorStore } from "../../store";
import type { PickPurpose } from "../canvasUi";
import { useEntryType } from "../palette/usePalette";
import { useCanvasSession } from "../session";
import { placeOf, settle, stepRects } from "./moving";

/** Adds a step of a palette entry, as the purpose says. */
export function usePick(): (entryKey: string, purpose: PickPurpose) => Promise<void> {
  const store = useEditorStore();
  const session = useCanvasSession();
  const typeOf = useEntryType();
  return useCallback(
    async (entryKey, purpose) => {
      const type = await typeOf(entryKey);
      if (!type) return;
      addPicked(
        store.getState(),
        session.drawn(),
        type,
        resolve(purpose, store.getState(), session.center()),
      );
    },
    [store, session, typeOf],
  );
}

/**
 * What "beside" is: after the selected step, unless it ends the flow; with none selected after the step of a flow that
 * has just one; else in the middle of the view, wired to nothing.
 */
export function resolve(
  purpose: PickPurpose,
  { selection, document }: Pick<EditorState, "selection" | "document">,
  center: Position,
): PickPurpose {
  if (purpose.kind !== "beside") return purpose;
  const candidates = selection.steps.length === 0 ? Object.keys(document.steps) : selection.steps;
  const source = candidates.length === 1 ? candidates[0] : undefined;
  const canLead = source !== undefined && document.steps[source]?.stepType !== "END_FLOW";
  return canLead
    ? { kind: "after", source, edge: "next" }
    : { kind: "add", at: { x: center.x - NODE_SIZE.width / 2, y: center.y - NODE_SIZE.height / 2 } };
}

/** Adds a step where the purpose says, on no other step. */
export function addPicked(state: EditorState, drawn: Drawn, type: StepType, purpose: PickPurpose): void {
  const { document, dispatch } = state;
  settle(state, drawn);
  const free = (wanted: Position): Position => freeAt(document, drawn, wanted);
  if (purpose.kind === "insert") {
    const { edgeId, at } = purpose;
    const room = roomOnEdge(document, drawn, edgeId) ?? { position: free(at), places: {} };
    dispatch("step.insertOnEdge", { type, edgeId, ...room });
  } else if (purpose.kind === "after") {
    const source = placeOf(document, drawn, purpose.source);
    const position = free({ x: source.x + STEP_GAP.x, y: source.y });
    dispatch("step.add", { type, position, after: { source: purpose.source, kind: purpose.edge } });
  } else if (purpose.kind === "add")
    dispatch("step.add", {
      type,
      position: free(purpose.at),
      ...(purpose.after && { after: purpose.after }),
    });
}

/** Room left and right of a step that is put on a wire, in pixels. */
const BESIDE = STEP_GAP.x - NODE_SIZE.width;

/**
 * Where a step goes on a wire that leads to the right: after the wire's source, level with both ends; what lies at the
 * right moves on where there is too little room. Null for a wire that leads back.
 */
function roomOnEdge(
  document: FlowDocument,
  drawn: Drawn,
  edgeId: string,
): { position: Position; places: Record<string, Position> } | null {
  const edge = findEdge(document, edgeId);
  if (!edge || !document.steps[edge.target]) return null;
  const source = placeOf(document, drawn, edge.source);
  const target = placeOf(document, drawn, edge.target);
  const gap = target.x - source.x - NODE_SIZE.width;
  if (gap <= 0) return null;
  const missing = Math.max(0, NODE_SIZE.width + 2 * BESIDE - gap);
  const x = Math.round((source.x + NODE_SIZE.width + target.x + missing - NODE_SIZE.width) / 2);
  const places = Object.keys(document.steps).flatMap((id): [string, Position][] => {
    const place = placeOf(document, drawn, id);
    return missing > 0 && place.x >= target.x ? [[id, { x: place.x + missing, y: place.y }]] : [];
  });
  return { position: { x, y: Math.round((source.y + target.y) / 2) }, places: Object.fromEntries(places) };
}

function freeAt(document: FlowDocument, drawn: Drawn, wanted: Position): Position {
  const place = { x: Math.round(wanted.x), y: Math.round(wanted.y), ...NODE_SIZE };
  return freePlace(place, stepRects(document, drawn).values());
}
