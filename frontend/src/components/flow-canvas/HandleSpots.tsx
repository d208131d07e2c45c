import { useStoreApi } from "@xyflow/react";
import { memo } from "react";
import { COLLAPSED_SIZE } from "@/lib/definition/geometry";
import { HANDLE_PLACES, HANDLE_SIZE, TARGET_X } from "@/lib/definition/toCanvasHandles";
import type { SourceHandle } from "@/lib/definition/toCanvasTypes";
import classes from "./HandleSpots.module.css";

/** Where a handle's box lies in a card, whose border is one pixel. */
export function handleSpot(handle: SourceHandle): { left: number; top: number } {
  const { x, y } = HANDLE_PLACES[handle];
  return { left: x - HANDLE_SIZE / 2 - 1, top: y - HANDLE_SIZE / 2 - 1 };
}

/**
 * Where wires leave a step. React Flow finds these places in the page by class and data; unlike its own handles they
 * listen to nothing, which with a thousand steps is what each frame of a drag would pay for.
 */
export const SourceSpots = memo(function SourceSpots({
  handles,
  used,
}: {
  handles: readonly SourceHandle[];
  used: string;
}) {
  return handles.map((handle) => (
    <i
      key={handle}
      className={`source ${classes.spot}`}
      style={handleSpot(handle)}
      data-handleid={handle}
      data-handlepos={HANDLE_PLACES[handle].side}
      data-kind={handle}
      data-used={used.includes(handle) || undefined}
    />
  ));
});

/** Where wires come in; what React Flow looks for when a wire is dropped. */
export const TargetSpot = memo(function TargetSpot({ nodeId }: { nodeId: string }) {
  const flowId = useStoreApi().getState().rfId;
  return (
    <i
      className={`react-flow__handle nodrag nopan target connectable connectableend ${classes.target}`}
      style={{ left: TARGET_X }}
      data-handleid="in"
      data-nodeid={nodeId}
      data-handlepos="left"
      data-id={`${flowId}-${nodeId}-in-target`}
    />
  );
});

/** Where wires leave a collapsed frame. */
export function CollapsedSpot() {
  const left = COLLAPSED_SIZE.width - HANDLE_SIZE / 2 - 1;
  const top = COLLAPSED_SIZE.height / 2 - HANDLE_SIZE / 2 - 1;
  return (
    <i
      className={`source ${classes.spot}`}
      style={{ left, top }}
      data-handleid="out"
      data-handlepos="right"
    />
  );
}
