import { useStore } from "@xyflow/react";
import { memo } from "react";
import classes from "./nodes.module.css";

/**
 * Where wires come in. It is what React Flow looks for in the page when a wire is dropped, without a subscription of its
 * own: with a thousand steps these would cost each frame of a drag.
 */
export const TargetHandle = memo(function TargetHandle({ nodeId }: { nodeId: string }) {
  const flowId = useStore((state) => state.rfId);
  return (
    <div
      className={`react-flow__handle react-flow__handle-left nodrag nopan target connectable connectableend ${classes.target}`}
      data-handleid="in"
      data-nodeid={nodeId}
      data-handlepos="left"
      data-id={`${flowId}-${nodeId}-in-target`}
    />
  );
});
