import { type NodeHandle, Position as Side } from "@xyflow/react";
import { COLLAPSED_SIZE, NODE_SIZE } from "./geometry";
import { SOURCE_HANDLES, type SourceHandle } from "./toCanvasTypes";

interface Place {
  x: number;
  y: number;
  side: Side;
}

const { width, height } = NODE_SIZE;

/** Where edges leave a step's node: the middle of each handle, from the node's corner. */
export const HANDLE_PLACES: Readonly<Record<SourceHandle, Place>> = {
  out: { x: width, y: height / 2, side: Side.Right },
  branch: { x: width, y: height * 0.8, side: Side.Right },
  error: { x: width * 0.36, y: height, side: Side.Bottom },
  timeout: { x: width * 0.64, y: height, side: Side.Bottom },
};

/** The size of a handle's own box, in pixels. */
export const HANDLE_SIZE = 12;
/** How far an arrow ends before the node. */
const TIP_GAP = 2;
/** Where the handle for incoming wires begins, from inside the border of a card. */
export const TARGET_X = -TIP_GAP - 1;

/** The handles of every step's node, so that nothing has to be measured before edges can be drawn. */
export const STEP_HANDLES: NodeHandle[] = [
  entry(height),
  ...SOURCE_HANDLES.map((id) => exit(id, HANDLE_PLACES[id])),
];

/** The handles of a collapsed frame: whatever kind of edge leaves it, it leaves at the right. */
export const COLLAPSED_HANDLES: NodeHandle[] = [
  entry(COLLAPSED_SIZE.height),
  exit("out", { x: COLLAPSED_SIZE.width, y: COLLAPSED_SIZE.height / 2, side: Side.Right }),
];

function entry(nodeHeight: number): NodeHandle {
  const place = { x: -TIP_GAP, y: (nodeHeight - HANDLE_SIZE) / 2 };
  return { type: "target", id: "in", position: Side.Left, ...place, width: HANDLE_SIZE, height: HANDLE_SIZE };
}

function exit(id: string, { x, y, side }: Place): NodeHandle {
  const half = HANDLE_SIZE / 2;
  const place = { x: x - half, y: y - half };
  return { type: "source", id, position: side, ...place, width: HANDLE_SIZE, height: HANDLE_SIZE };
}
