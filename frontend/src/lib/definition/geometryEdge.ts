import type { Position } from "./types";

/** Where an edge begins and ends. `fromSide`: it leaves the node at the right or at the bottom. */
export interface EdgeEnds {
  source: Position;
  target: Position;
  fromSide: "right" | "bottom";
  /** 0 for the first edge between two steps, 1 for the next, …: they are drawn beside each other. */
  lane: number;
  /** The edge leads to the step that it leaves. */
  isLoop: boolean;
}

/** How an edge is drawn: an SVG path, where its text stands, and how wide that text may be without lying on a node. */
export interface EdgeShape {
  path: string;
  label: Position;
  room: number;
}

const LANE = 18;
const STUB = 26;
const AROUND = 64;
const ROUND = 12;
const LOOP_ROOM = 190;

/** The way of an edge from the right (or bottom) of a step to the left of another, around both when it leads back. */
export function edgeShape(ends: EdgeEnds): EdgeShape {
  const { source, target, fromSide } = ends;
  if (ends.isLoop) return selfLoop(ends);
  if (fromSide === "bottom") return fromBottom(ends);
  return target.x - source.x >= STUB ? forward(ends) : backward(ends);
}

function forward({ source, target, lane }: EdgeEnds): EdgeShape {
  const reach = Math.max(36, (target.x - source.x) / 2);
  const bend = lane * LANE * 1.6;
  const path = `M${source.x},${source.y} C${source.x + reach},${source.y + bend} ${target.x - reach},${target.y + bend} ${target.x},${target.y}`;
  const label = { x: (source.x + target.x) / 2, y: (source.y + target.y) / 2 + bend * 0.75 };
  return { path, label, room: target.x - source.x - 36 };
}

function backward({ source, target, lane }: EdgeEnds): EdgeShape {
  const out = source.x + STUB + lane * LANE;
  const back = target.x - STUB - lane * LANE;
  const apart = Math.abs(source.y - target.y);
  const level =
    apart > 2 * AROUND
      ? (source.y + target.y) / 2 + lane * LANE
      : Math.max(source.y, target.y) + AROUND + lane * LANE;
  const path = rounded([
    source,
    { x: out, y: source.y },
    { x: out, y: level },
    { x: back, y: level },
    { x: back, y: target.y },
    target,
  ]);
  return {
    path,
    label: { x: (out + back) / 2, y: level },
    room: Math.max(LOOP_ROOM, Math.abs(out - back) - 40),
  };
}

function selfLoop({ source, target, fromSide, lane }: EdgeEnds): EdgeShape {
  const out = fromSide === "right" ? source.x + STUB : source.x;
  const back = target.x - STUB;
  const level =
    fromSide === "right"
      ? source.y - AROUND - lane * LANE
      : Math.max(source.y, target.y) + STUB + lane * LANE;
  const points = [source, { x: out, y: source.y }, { x: out, y: level }, { x: back, y: level }];
  return {
    path: rounded([...points, { x: back, y: target.y }, target]),
    label: { x: (out + back) / 2, y: level },
    room: LOOP_ROOM,
  };
}

function fromBottom({ source, target, lane }: EdgeEnds): EdgeShape {
  if (target.x - source.x >= STUB && target.y - source.y >= STUB) {
    const down = Math.max(STUB, (target.y - source.y) * 0.7);
    const reach = Math.max(STUB, (target.x - source.x) * 0.5);
    const path = `M${source.x},${source.y} C${source.x},${source.y + down} ${target.x - reach},${target.y} ${target.x},${target.y}`;
    return { path, label: { x: source.x, y: source.y + 24 }, room: 120 };
  }
  const level = source.y + STUB + lane * LANE;
  const back = target.x - STUB;
  const path = rounded([
    source,
    { x: source.x, y: level },
    { x: back, y: level },
    { x: back, y: target.y },
    target,
  ]);
  return { path, label: { x: (source.x + back) / 2, y: level }, room: 120 };
}

/** Straight lines through the points, with round corners. */
function rounded(points: readonly Position[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const parts = [`M${first.x},${first.y}`];
  rest.forEach((corner, index) => {
    const before = points[index] ?? corner;
    const after = rest[index + 1];
    if (!after) {
      parts.push(`L${corner.x},${corner.y}`);
      return;
    }
    const radius = Math.min(ROUND, distance(before, corner) / 2, distance(corner, after) / 2);
    const enter = toward(corner, before, radius);
    const leave = toward(corner, after, radius);
    parts.push(`L${enter.x},${enter.y} Q${corner.x},${corner.y} ${leave.x},${leave.y}`);
  });
  return parts.join(" ");
}

const distance = (a: Position, b: Position): number => Math.hypot(a.x - b.x, a.y - b.y);

function toward(from: Position, to: Position, by: number): Position {
  const length = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}
