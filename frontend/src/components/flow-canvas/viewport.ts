import type { FitViewOptions, Viewport } from "@xyflow/react";
import type { Drawn } from "@/lib/definition/toCanvas";

/** How far a person can zoom. */
export const ZOOM = { minZoom: 0.05, maxZoom: 2 } as const;

/** How a flow is fitted: never larger than life, between what lies over the canvas at its top and at its bottom. */
export const FIT = {
  padding: { x: 0.1, top: "52px", bottom: "68px" },
  maxZoom: 1,
  minZoom: ZOOM.minZoom,
  duration: 250,
} satisfies FitViewOptions;

/** From this many steps on, only what is in view is in the page. */
export const CULL_ABOVE = 300;

/** From this many nodes on there is a map. */
export const MAP_FROM = 10;

const NARROW = 600;
const NARROW_ZOOM = 0.6;

/**
 * How a canvas opens: the whole flow where there is room for it; on a phone its start, large enough to read.
 */
export function openingView(
  drawn: Drawn,
  startId: string,
): { fitView: true } | { defaultViewport: Viewport } {
  const start = drawn.nodesById.get(startId);
  if (window.innerWidth > NARROW || !start) return { fitView: true };
  const { x, y } = start.position;
  return { defaultViewport: { x: 24 - x * NARROW_ZOOM, y: 200 - y * NARROW_ZOOM, zoom: NARROW_ZOOM } };
}
