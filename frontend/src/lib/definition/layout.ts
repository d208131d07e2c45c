import { layout as dagreLayout, Graph } from "@dagrejs/dagre";
import { edgesOf, type FlowEdge } from "./edges";
import { boundsOf, NODE_SIZE, type Rect } from "./geometry";
import type { FlowDocument, Position } from "./types";

/** Room between steps of one column and between columns, in pixels. */
export const GAPS = { within: 48, between: 110, betweenWithText: 170 } as const;

const SLOW_RANKER_LIMIT = 250;

/** Places for these steps (all without `only`), from left to right along the edges; the first lies at 0, 0. */
export function layoutSteps(document: FlowDocument, only?: ReadonlySet<string>): Record<string, Position> {
  const ids = Object.keys(document.steps).filter((id) => !only || only.has(id));
  const edges = layoutEdges(document, new Set(ids));
  const frames = framesOf(document, new Set(ids));
  const graph = new Graph({ compound: frames.length > 0 });
  graph.setGraph({
    rankdir: "LR",
    nodesep: GAPS.within,
    ranksep: gapBetween(edges),
    ranker: ids.length > SLOW_RANKER_LIMIT ? "longest-path" : "network-simplex",
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of startFirst(document, ids)) graph.setNode(id, { ...NODE_SIZE });
  for (const frame of frames) {
    graph.setNode(frame.id, {});
    for (const id of frame.members) graph.setParent(id, frame.id);
  }
  for (const edge of edges)
    graph.setEdge(edge.source, edge.target, { weight: edge.kind === "default" ? 3 : 1 });
  dagreLayout(graph);
  return fromOrigin(
    Object.fromEntries(
      ids.map((id) => {
        const { x, y } = graph.node(id) as Position;
        return [id, { x: x - NODE_SIZE.width / 2, y: y - NODE_SIZE.height / 2 }];
      }),
    ),
  );
}

/** Frames with the steps of theirs that are laid out: these stay together. A colon keeps their ids from steps' ids. */
function framesOf(document: FlowDocument, ids: ReadonlySet<string>): { id: string; members: string[] }[] {
  const loose = new Set(ids);
  return (document.groups ?? [])
    .map((group) => ({
      id: `group:${group.id}`,
      members: (group.stepInstanceIds ?? []).filter((id) => loose.delete(id)),
    }))
    .filter((frame) => frame.members.length > 0);
}

/** The edges that count for a layout: between these steps, none to itself. */
export function layoutEdges(document: FlowDocument, ids: ReadonlySet<string>): FlowEdge[] {
  return edgesOf(document).filter(
    (edge) => edge.source !== edge.target && ids.has(edge.source) && ids.has(edge.target),
  );
}

/** Columns stand further apart where texts of conditions must fit between them. */
export function gapBetween(edges: readonly FlowEdge[]): number {
  return edges.some((edge) => edge.label !== "") ? GAPS.betweenWithText : GAPS.between;
}

function startFirst(document: FlowDocument, ids: readonly string[]): string[] {
  const start = document.startStepInstanceId;
  return ids.includes(start) ? [start, ...ids.filter((id) => id !== start)] : [...ids];
}

/** Moves places so that their top left corner lies at `origin`, on whole pixels. */
export function fromOrigin(
  places: Readonly<Record<string, Position>>,
  origin: Position = { x: 0, y: 0 },
): Record<string, Position> {
  const box = boundsOf(Object.values(places).map((place) => ({ ...place, ...NODE_SIZE })));
  if (!box) return {};
  return Object.fromEntries(
    Object.entries(places).map(([id, place]) => [
      id,
      { x: Math.round(place.x - box.x + origin.x), y: Math.round(place.y - box.y + origin.y) },
    ]),
  );
}

/**
 * Places for the steps that have none, for the view only: all of them when no step has one, else below those that have.
 */
export function placesForUnplaced(document: FlowDocument): Record<string, Position> {
  const steps = Object.entries(document.steps);
  const missing = steps.filter(([, step]) => !step.position).map(([id]) => id);
  if (missing.length === 0) return {};
  const placed: Rect[] = steps.flatMap(([, { position }]) =>
    position ? [{ ...position, ...NODE_SIZE }] : [],
  );
  const box = boundsOf(placed);
  const places = layoutSteps(document, new Set(missing));
  return box ? fromOrigin(places, { x: box.x, y: box.y + box.height + GAPS.between }) : places;
}
