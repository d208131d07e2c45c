import { boundsOf, NODE_SIZE } from "@/lib/definition/geometry";
import { fromOrigin, GAPS, gapBetween, layoutEdges, layoutSteps } from "@/lib/definition/layout";
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
    const edges = layoutEdges(document, new Set(ids));
    const graph = await elk.layout({
      id: "flow",
      layoutOptions: {
        "elk.algorithm": "layered",
        "elk.direction": "RIGHT",
        "elk.spacing.nodeNode": String(GAPS.within),
        "elk.layered.spacing.nodeNodeBetweenLayers": String(gapBetween(edges)),
        "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
        "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
        "elk.separateConnectedComponents": "true",
      },
      children: ids.map((id) => ({
        id,
        ...NODE_SIZE,
        ...(id === document.startStepInstanceId && {
          layoutOptions: { "elk.layered.layering.layerConstraint": "FIRST" },
        }),
      })),
      edges: edges.map((edge) => ({
        id: edge.id,
        sources: [edge.source],
        targets: [edge.target],
        ...(edge.kind === "default" && { layoutOptions: { "elk.layered.priority.straightness": "10" } }),
      })),
    });
    return Object.fromEntries((graph.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
  } finally {
    elk.terminateWorker();
  }
}
