import type { Rect } from "./geometry";
import type { Position } from "./types";

/** A line that shows what a dragged node is level with. */
export interface Guide {
  axis: "x" | "y";
  /** The place of the line on its axis; it goes `from` … `to` on the other one. */
  at: number;
  from: number;
  to: number;
}

/** How far to move a dragged rectangle so that it is level with others, and the lines that say with which. */
interface Snap {
  by: Position;
  guides: Guide[];
}

interface Hit {
  delta: number;
  at: number;
  other: Rect;
}

const edgesX = (rect: Rect): readonly number[] => [rect.x, rect.x + rect.width / 2, rect.x + rect.width];
const edgesY = (rect: Rect): readonly number[] => [rect.y, rect.y + rect.height / 2, rect.y + rect.height];

/** Levels sides and centres of `moving` with those of the nearest of `others` within `tolerance` pixels. */
export function snapTo(moving: Rect, others: Iterable<Rect>, tolerance: number): Snap {
  let x: Hit | null = null;
  let y: Hit | null = null;
  for (const other of others) {
    x = closer(x, edgesX(moving), edgesX(other), other, tolerance);
    y = closer(y, edgesY(moving), edgesY(other), other, tolerance);
  }
  const by = { x: x?.delta ?? 0, y: y?.delta ?? 0 };
  const placed = { ...moving, x: moving.x + by.x, y: moving.y + by.y };
  const guides: Guide[] = [];
  if (x) guides.push({ axis: "x", at: x.at, ...span("y", placed, x.other) });
  if (y) guides.push({ axis: "y", at: y.at, ...span("x", placed, y.other) });
  return { by, guides };
}

function closer(
  best: Hit | null,
  mine: readonly number[],
  theirs: readonly number[],
  other: Rect,
  tolerance: number,
): Hit | null {
  let hit = best;
  // The same side of both, so that a left side never sticks to a right one.
  for (const [side, place] of mine.entries()) {
    const at = theirs[side] ?? place;
    const delta = at - place;
    if (Math.abs(delta) <= tolerance && (!hit || Math.abs(delta) < Math.abs(hit.delta)))
      hit = { delta, at, other };
  }
  return hit;
}

function span(axis: "x" | "y", a: Rect, b: Rect): { from: number; to: number } {
  const size = axis === "x" ? "width" : "height";
  return { from: Math.min(a[axis], b[axis]), to: Math.max(a[axis] + a[size], b[axis] + b[size]) };
}
