import type { EdgeSelectionChange, NodeSelectionChange } from "@xyflow/react";
import {
  type CanvasEdge,
  type CanvasNode,
  groupNodeId,
  noteNodeId,
  readNodeId,
} from "@/lib/definition/toCanvas";
import type { Selection } from "../../commands/types";

/** The ids of the nodes that are selected. */
export function selectedNodeIds({ steps, notes, groups }: Selection): Set<string> {
  return new Set([...steps, ...notes.map(noteNodeId), ...groups.map(groupNodeId)]);
}

/** The nodes with their selection marked. Nodes that are neither selected nor were are the same objects. */
export function markSelected(nodes: CanvasNode[], selection: Selection): CanvasNode[] {
  const selected = selectedNodeIds(selection);
  if (selected.size === 0) return nodes;
  return nodes.map((node) => (selected.has(node.id) ? selectedTwin(node) : node));
}

const twins = new WeakMap<CanvasNode, CanvasNode>();

/** A node marked as selected: the same object each time, so that a selected node is not drawn anew for others' changes. */
function selectedTwin(node: CanvasNode): CanvasNode {
  const known = twins.get(node);
  if (known) return known;
  const twin = { ...node, selected: true };
  twins.set(node, twin);
  return twin;
}

/** The edges with their selection marked; only those can be led elsewhere by their end. */
export function markSelectedEdges(edges: CanvasEdge[], selection: Selection): CanvasEdge[] {
  if (selection.edges.length === 0) return edges;
  const selected = new Set(selection.edges);
  return edges.map((edge) =>
    edge.data?.edgeIds.some((id) => selected.has(id)) ? { ...edge, selected: true, zIndex: 1 } : edge,
  );
}

/** The selection after React Flow changed it at nodes. */
export function selectNodes(selection: Selection, changes: readonly NodeSelectionChange[]): Selection {
  const selected = selectedNodeIds(selection);
  for (const change of changes) {
    if (change.selected) selected.add(change.id);
    else selected.delete(change.id);
  }
  const all = [...selected].map(readNodeId);
  const idsOf = (kind: "step" | "note" | "group"): string[] =>
    all.filter((one) => one.kind === kind).map((one) => one.id);
  return { ...selection, steps: idsOf("step"), notes: idsOf("note"), groups: idsOf("group") };
}

/** The selection after React Flow changed it at edges. */
export function selectEdges(
  selection: Selection,
  changes: readonly EdgeSelectionChange[],
  edgesById: ReadonlyMap<string, CanvasEdge>,
): Selection {
  const selected = new Set(selection.edges);
  for (const change of changes)
    for (const id of edgesById.get(change.id)?.data?.edgeIds ?? []) {
      if (change.selected) selected.add(id);
      else selected.delete(id);
    }
  return { ...selection, edges: [...selected] };
}
