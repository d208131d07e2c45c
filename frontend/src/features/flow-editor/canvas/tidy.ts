import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api";
import type { FlowEdge } from "@/lib/definition/edges";
import { boundsOf, FRAME_PADDING, NODE_SIZE } from "@/lib/definition/geometry";
import { fromOrigin, GAPS, gapBetween, layoutEdges, layoutSteps } from "@/lib/definition/layout";
import { groupNodeId, membersOf } from "@/lib/definition/toCanvas";
import type { FlowDocument, Position } from "@/lib/definition/types";

/**
 * New places for these steps (all without `only`): a layered layout from left to right, its top left corner where that
 * of the steps was. The layout runs in a worker; where there are none it is the simpler one of the view.
 */
export async function tidyPlaces(
  document: FlowDocument,
  current: ReadonlyMap<string, Position>,
  only?: ReadonlySet<string>,
): Promise<Record<string, Position>> {
  const ids = Object.keys(document.steps).filter((id) => !only || only.has(id));
  const box = boundsOf(ids.flatMap((id) => ({ ...(current.get(id) ?? { x: 0, y: 0 }), ...NODE_SIZE })));
  const places = await layered(document, ids).catch(() => layoutSteps(document, new Set(ids)));
  return fromOrigin(places, box ?? { x: 0, y: 0 });
}

async function layered(document: FlowDocument, ids: readonly string[]): Promise<Record<string, Position>> {
  const [{ default: Elk }, { default: workerUrl }] = await Promise.all([
    import("elkjs/lib/elk-api.js"),
    import("elkjs/lib/elk-worker.min.js?url"),
  ]);
  const elk = new Elk({ workerUrl });
  try {
    const graph = await elk.layout(elkGraph(document, ids));
    return placesIn(graph.children ?? [], { x: 0, y: 0 });
  } finally {
    elk.terminateWorker();
  }
}

/** What the layout is asked: steps of a frame are kept together, with room for the frame around them. */
function elkGraph(document: FlowDocument, ids: readonly string[]): ElkNode {
  const edges = layoutEdges(document, new Set(ids));
  const loose = new Set(ids);
  const frames = (document.groups ?? []).flatMap((group): ElkNode[] => {
    const members = membersOf(document, group).filter((id) => loose.delete(id));
    const children = members.map((id) => elkStep(document, id));
    return members.length > 0 ? [{ id: groupNodeId(group.id), children, layoutOptions: FRAME_OPTIONS }] : [];
  });
  return {
    id: "flow",
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": "RIGHT",
      "elk.hierarchyHandling": "INCLUDE_CHILDREN",
      "elk.spacing.nodeNode": String(GAPS.within),
      "elk.layered.spacing.nodeNodeBetweenLayers": String(gapBetween(edges)),
      "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
      "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
    },
    children: [...[...loose].map((id) => elkStep(document, id)), ...frames],
    edges: edges.map(elkEdge),
  };
}

const FRAME_OPTIONS = {
  "elk.padding": `[top=${FRAME_PADDING.top},left=${FRAME_PADDING.x},bottom=${FRAME_PADDING.bottom},right=${FRAME_PADDING.x}]`,
};

function elkStep(document: FlowDocument, id: string): ElkNode {
  const isStart = id === document.startStepInstanceId;
  return {
    id,
    ...NODE_SIZE,
    ...(isStart && { layoutOptions: { "elk.layered.layering.layerConstraint": "FIRST" } }),
  };
}

function elkEdge({ id, source, target, kind }: FlowEdge): ElkExtendedEdge {
  const straight = kind === "default" && { layoutOptions: { "elk.layered.priority.straightness": "10" } };
  return { id, sources: [source], targets: [target], ...straight };
}

/** Places of steps; those in a frame are given from its corner. */
function placesIn(nodes: readonly ElkNode[], from: Position): Record<string, Position> {
  const places: Record<string, Position> = {};
  for (const { id, x = 0, y = 0, children } of nodes) {
    const place = { x: from.x + x, y: from.y + y };
    if (children && children.length > 0) Object.assign(places, placesIn(children, place));
    else places[id] = place;
  }
  return places;
}
