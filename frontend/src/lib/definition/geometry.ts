import type { Position } from "./types";

/** A rectangle on the canvas, in pixels. */
export interface Rect extends Position {
  width: number;
  height: number;
}

/** The size of a step's node. */
export const NODE_SIZE = { width: 240, height: 76 } as const;
/** The size of a note that has none. */
export const NOTE_SIZE = { width: 220, height: 120 } as const;
/** The size of a collapsed frame. */
export const COLLAPSED_SIZE = { width: 240, height: 60 } as const;
/** Room between a frame's border and its steps; the label lies in the top. */
export const FRAME_PADDING = { x: 28, top: 48, bottom: 36 } as const;

/** The smallest rectangle around all; null around nothing. */
export function boundsOf(rects: Iterable<Rect>): Rect | null {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const rect of rects) {
    left = Math.min(left, rect.x);
    top = Math.min(top, rect.y);
    right = Math.max(right, rect.x + rect.width);
    bottom = Math.max(bottom, rect.y + rect.height);
  }
  return left === Number.POSITIVE_INFINITY
    ? null
    : { x: left, y: top, width: right - left, height: bottom - top };
}

/** The rectangle of a frame around its members. */
export function frameAround(members: Iterable<Rect>): Rect | null {
  const inner = boundsOf(members);
  return (
    inner && {
      x: inner.x - FRAME_PADDING.x,
      y: inner.y - FRAME_PADDING.top,
      width: inner.width + 2 * FRAME_PADDING.x,
      height: inner.height + FRAME_PADDING.top + FRAME_PADDING.bottom,
    }
  );
}

/** Whether a point lies in a rectangle. */
export function contains(rect: Rect, point: Position): boolean {
  return (
    point.x >= rect.x &&
    point.x <= rect.x + rect.width &&
    point.y >= rect.y &&
    point.y <= rect.y + rect.height
  );
}

export function centerOf(rect: Rect): Position {
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
}

const overlaps = (a: Rect, b: Rect, gap: number): boolean =>
  a.x < b.x + b.width + gap &&
  b.x < a.x + a.width + gap &&
  a.y < b.y + b.height + gap &&
  b.y < a.y + a.height + gap;

/** The wanted place, moved down until it lies on no other rectangle. */
export function freePlace(wanted: Rect, others: Iterable<Rect>, gap = 24): Position {
  const all = [...others];
  let place = wanted;
  for (;;) {
    const hit = all.find((other) => overlaps(place, other, gap));
    if (!hit) return { x: place.x, y: place.y };
    place = { ...place, y: hit.y + hit.height + gap };
  }
}

/** The nearest rectangle in a direction, for arrow keys: near along the way and not far beside it. */
export function nextInDirection<T extends Rect>(
  from: Rect,
  others: Iterable<T>,
  direction: "left" | "right" | "up" | "down",
): T | null {
  const start = centerOf(from);
  const sideways = direction === "up" || direction === "down";
  const sign = direction === "left" || direction === "up" ? -1 : 1;
  let best: T | null = null;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const other of others) {
    const center = centerOf(other);
    const along = sign * (sideways ? center.y - start.y : center.x - start.x);
    const beside = Math.abs(sideways ? center.x - start.x : center.y - start.y);
    const cost = along + 2 * beside;
    if (along > 1 && cost < bestCost) {
      best = other;
      bestCost = cost;
    }
  }
  return best;
}
