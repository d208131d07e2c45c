import { frameAround, NODE_SIZE, type Rect } from "@/lib/definition/geometry";
import {
  type CanvasNode,
  type Drawn,
  groupNodeId,
  membersOf,
  noteNodeId,
  readNodeId,
} from "@/lib/definition/toCanvas";
import type { FlowDocument, Position } from "@/lib/definition/types";
import type { EditorState } from "../../store";

/** Where steps and notes are while they are dragged, by their ids. */
export interface Moves {
  steps: ReadonlyMap<string, Position>;
  notes: ReadonlyMap<string, Position>;
}

/** Where a step is drawn, whether the document says so or the layout for the view does. */
export function placeOf(document: FlowDocument, drawn: Drawn, stepId: string): Position {
  return document.steps[stepId]?.position ?? drawn.unplaced[stepId] ?? { x: 0, y: 0 };
}

/**
 * Writes the places that steps have for the view only. Done before a step with a place is added: beside it they would
 * be laid out anew at the next opening.
 */
export function settle(state: EditorState, drawn: Drawn): void {
  if (Object.keys(drawn.unplaced).length > 0)
    state.dispatch("step.move", { places: drawn.unplaced, gesture: "Keep the layout" });
}

/** The rectangles of all steps, as drawn, by id. */
export function stepRects(document: FlowDocument, drawn: Drawn): Map<string, Rect> {
  return new Map(
    Object.keys(document.steps).map((id) => [id, { ...placeOf(document, drawn, id), ...NODE_SIZE }]),
  );
}

/** What moves when these nodes are dragged: a frame, open or collapsed, takes its steps along. */
export function movesOf(document: FlowDocument, drawn: Drawn, dragged: ReadonlyMap<string, Position>): Moves {
  const steps = new Map<string, Position>();
  const notes = new Map<string, Position>();
  for (const [nodeId, position] of dragged) {
    const { kind, id } = readNodeId(nodeId);
    if (kind === "step") steps.set(id, position);
    else if (kind === "note") notes.set(id, position);
    else moveMembers(document, drawn, { nodeId, id, position }, steps);
  }
  return { steps, notes };
}

function moveMembers(
  document: FlowDocument,
  drawn: Drawn,
  frame: { nodeId: string; id: string; position: Position },
  steps: Map<string, Position>,
): void {
  const before = drawn.nodesById.get(frame.nodeId)?.position;
  const group = document.groups?.find((one) => one.id === frame.id);
  if (!before || !group) return;
  const by = { x: frame.position.x - before.x, y: frame.position.y - before.y };
  for (const stepId of membersOf(document, group)) {
    const place = placeOf(document, drawn, stepId);
    steps.set(stepId, { x: place.x + by.x, y: place.y + by.y });
  }
}

/** Moves all by the same. */
export function shift(moves: Moves, by: Position): Moves {
  const shifted = (places: ReadonlyMap<string, Position>): Map<string, Position> =>
    new Map([...places].map(([id, place]) => [id, { x: place.x + by.x, y: place.y + by.y }]));
  return by.x === 0 && by.y === 0 ? moves : { steps: shifted(moves.steps), notes: shifted(moves.notes) };
}

/** The nodes with what moves in its new place and frames around their steps. What stays is the same object. */
export function withMoves(
  nodes: readonly CanvasNode[],
  document: FlowDocument,
  drawn: Drawn,
  moves: Moves,
): CanvasNode[] {
  const frames = movedFrames(document, drawn, moves);
  const places = new Map(moves.steps);
  for (const [noteId, place] of moves.notes) places.set(noteNodeId(noteId), place);
  return nodes.map((node) => {
    const position = places.get(node.id);
    if (position) return { ...node, position };
    const frame = frames.get(node.id);
    return frame ? framed(node, frame) : node;
  });
}

function framed(node: CanvasNode, { x, y, width, height }: Rect): CanvasNode {
  const position = { x, y };
  return node.type === "collapsed"
    ? { ...node, position }
    : { ...node, position, width, height, measured: { width, height } };
}

function movedFrames(document: FlowDocument, drawn: Drawn, moves: Moves): Map<string, Rect> {
  const frames = new Map<string, Rect>();
  for (const group of document.groups ?? []) {
    const members = membersOf(document, group);
    if (!members.some((id) => moves.steps.has(id))) continue;
    const frame = frameAround(
      members.map((id) => ({ ...(moves.steps.get(id) ?? placeOf(document, drawn, id)), ...NODE_SIZE })),
    );
    if (frame) frames.set(groupNodeId(group.id), frame);
  }
  return frames;
}

const rounded = ({ x, y }: Position): Position => ({ x: Math.round(x), y: Math.round(y) });

/**
 * What to write when a drag ends. Steps that had a place for the view only get it written with the same gesture, so
 * that the picture stays as it was seen.
 */
export function writtenPlaces(
  drawn: Drawn,
  moves: Moves,
): { places: Record<string, Position>; notes: Record<string, Position> } {
  const write = (places: Iterable<[string, Position]>) =>
    Object.fromEntries([...places].map(([id, place]) => [id, rounded(place)]));
  return {
    places: { ...write(Object.entries(drawn.unplaced)), ...write(moves.steps) },
    notes: write(moves.notes),
  };
}
