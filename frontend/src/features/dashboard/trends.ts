import type { Schemas } from "@/api/client";

export type Totals = Schemas["TotalsOut"];
export type KpiName = "started" | "successRate" | "failed" | "p50Ms" | "p95Ms";

/** How a figure has changed: by which share of what it was (or percentage points of a rate), and whether that is good. */
export interface Trend {
  /** Whole percent, or whole percentage points; positive: more. */
  change: number;
  good: boolean | null;
}

const GOOD_UP: Record<KpiName, boolean | null> = {
  started: null,
  successRate: true,
  failed: false,
  p50Ms: false,
  p95Ms: false,
};

/** What a figure is, of runs that failed or timed out together. */
export function figure(totals: Totals, name: KpiName): number | null {
  return name === "failed" ? totals.failed + totals.timedOut : totals[name];
}

/** How a figure stands against the time before; null where one of them is not known. */
export function trendOf(name: KpiName, now: Totals, before: Totals): Trend | null {
  const value = figure(now, name);
  const was = figure(before, name);
  if (value === null || was === null || (was === 0 && name !== "successRate")) return null;
  const change = Math.round(100 * (name === "successRate" ? value - was : (value - was) / was));
  const up = GOOD_UP[name];
  return { change, good: change === 0 || up === null ? null : change > 0 === up };
}
