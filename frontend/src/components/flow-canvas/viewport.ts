import type { FitViewOptions } from "@xyflow/react";

/** How far a person can zoom. */
export const ZOOM = { minZoom: 0.05, maxZoom: 2 } as const;

/** How a flow is fitted: never larger than life. */
export const FIT = {
  padding: 0.16,
  maxZoom: 1,
  minZoom: ZOOM.minZoom,
  duration: 250,
} satisfies FitViewOptions;

/** From this many steps on, only what is in view is in the page. */
export const CULL_ABOVE = 300;

/** From this many nodes on there is a map. */
export const MAP_FROM = 10;
