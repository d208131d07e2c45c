import { connect, findEdge, moveTransition, removeEdges, retarget } from "../document/edges";
import { setEdgeKind, setEdgeLabel } from "../document/ways";
import type { CommandsOf } from "./types";
import { count, nameOf, unchanged } from "./wording";

/** What is done to wires. */
export const EDGE_COMMANDS: CommandsOf<"edge"> = {
  "edge.connect": {
    id: "edge.connect",
    label: "Connect steps",
    group: "insert",
    run(document, { source, target, kind }) {
      const made = connect(document, { source, target, kind });
      if (made.document === document) return unchanged(document);
      const edge = made.edgeId ? findEdge(made.document, made.edgeId) : undefined;
      const open =
        edge?.kind === "condition"
          ? { stepId: source, field: `transitions.${edge.index}.condition` }
          : undefined;
      return {
        document: made.document,
        gesture: `Connect ${nameOf(document, source)} to ${nameOf(document, target)}`,
        ...(open && { open }),
      };
    },
  },
  "edge.retarget": {
    id: "edge.retarget",
    label: "Lead a wire to another step",
    group: "edit",
    run: (document, { edgeId, target }) => ({
      document: retarget(document, edgeId, target),
      gesture: `Lead the wire to ${nameOf(document, target)}`,
    }),
  },
  "edge.setKind": {
    id: "edge.setKind",
    label: "Change the kind of a wire",
    group: "edit",
    run(document, { edgeId, kind }) {
      const edge = findEdge(document, edgeId);
      return {
        document: setEdgeKind(document, edgeId, kind),
        gesture: edge ? `Change how ${nameOf(document, edge.source)} leads on` : "",
      };
    },
  },
  "edge.setLabel": {
    id: "edge.setLabel",
    label: "Change the text of a wire",
    group: "edit",
    run(document, { edgeId, label, mergeKey }) {
      const edge = findEdge(document, edgeId);
      const what = edge?.kind === "branch" ? "branch" : "condition";
      return {
        document: setEdgeLabel(document, edgeId, label),
        gesture: edge ? `Change a ${what} of ${nameOf(document, edge.source)}` : "",
        mergeKey,
      };
    },
  },
  "edge.remove": {
    id: "edge.remove",
    label: "Delete wires",
    group: "edit",
    run: (document, { edgeIds }) => ({
      document: removeEdges(document, edgeIds),
      gesture: `Delete ${count(edgeIds.length, "wire")}`,
      selection: { edges: [] },
    }),
  },
  "edge.reorder": {
    id: "edge.reorder",
    label: "Reorder conditions",
    group: "step",
    run: (document, { stepId, from, to }) => ({
      document: moveTransition(document, stepId, from, to),
      gesture: `Reorder the conditions of ${nameOf(document, stepId)}`,
    }),
  },
};
