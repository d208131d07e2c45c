import "@xyflow/react/dist/style.css";
import {
  Background,
  Controls,
  type Edge,
  MiniMap,
  type Node,
  ReactFlow,
  useEdgesState,
  useNodesState,
} from "@xyflow/react";
import { useState } from "react";
import { edgesOf } from "@/lib/definition/edges";
import type { FlowDocument } from "@/lib/definition/types";

/** React Flow as it comes: plain nodes and edges of the same flow, in the same places, with the same extras. */
export function BareFlow({ document, culls }: { document: FlowDocument; culls: boolean }) {
  const [initial] = useState(() => ({ nodes: plainNodes(document), edges: plainEdges(document) }));
  const [nodes, , onNodesChange] = useNodesState(initial.nodes);
  const [edges, , onEdgesChange] = useEdgesState(initial.edges);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      onlyRenderVisibleElements={culls}
      fitView
      minZoom={0.05}
    >
      <Background />
      <Controls />
      <MiniMap />
    </ReactFlow>
  );
}

function plainNodes(document: FlowDocument): Node[] {
  return Object.entries(document.steps).map(([id, step]) => ({
    id,
    position: step.position ?? { x: 0, y: 0 },
    data: { label: step.displayName },
    style: { width: 240, height: 76 },
  }));
}

function plainEdges(document: FlowDocument): Edge[] {
  return edgesOf(document).map(({ id, source, target }) => ({ id, source, target }));
}
