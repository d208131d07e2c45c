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
import { FIT, ZOOM } from "@/components/flow-canvas/viewport";
import { edgesOf } from "@/lib/definition/edges";
import type { FlowDocument } from "@/lib/definition/types";

/** So that both canvases are equally wide. */
const PALETTE_WIDTH = 248;

/** React Flow as it comes: plain nodes and edges of the same flow, in the same places, with the same extras. */
export function BareFlow({ document, culls }: { document: FlowDocument; culls: boolean }) {
  const [initial] = useState(() => ({ nodes: plainNodes(document), edges: plainEdges(document) }));
  const [nodes, , onNodesChange] = useNodesState(initial.nodes);
  const [edges, , onEdgesChange] = useEdgesState(initial.edges);
  return (
    <div style={{ height: "100%", marginLeft: PALETTE_WIDTH }}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onlyRenderVisibleElements={culls}
        fitView
        fitViewOptions={FIT}
        {...ZOOM}
      >
        <Background />
        <Controls />
        <MiniMap />
      </ReactFlow>
    </div>
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
