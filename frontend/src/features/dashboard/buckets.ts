import type { Schemas } from "@/api/client";
import type { TimeRange } from "@/api/dashboard/runStatistics";
import type { TimeZoneChoice } from "@/lib/time";

type Bucket = Schemas["BucketOut"];

/** How runs end, as the chart stacks them; each status is a series. */
export const SERIES = ["COMPLETED", "FAILED", "TIMED_OUT", "CANCELLED"] as const;
export type Ending = (typeof SERIES)[number];

const FIELDS = {
  COMPLETED: "completed",
  FAILED: "failed",
  TIMED_OUT: "timedOut",
  CANCELLED: "cancelled",
} as const satisfies Record<Ending, keyof Bucket>;

/** What a click on a part of a bar looks for in the list of runs. */
export const STATUS_OF: Record<Ending, string> = {
  COMPLETED: "COMPLETED",
  FAILED: "FAILED,QUARANTINED",
  TIMED_OUT: "TIMED_OUT",
  CANCELLED: "CANCELLED",
};

/** A point of the charts: counts by ending, percentiles in milliseconds, from when until when. */
export type Point = Record<Ending, number> & {
  label: string;
  at: string;
  until: string;
  p50: number | null;
  p95: number | null;
};

/** The buckets of a range as points of the charts; the last has only begun, and ends ahead. */
export function pointsOf(
  buckets: readonly Bucket[],
  { range, zone }: { range: TimeRange; zone: TimeZoneChoice },
): Point[] {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...FORMATS[range],
    timeZone: zone === "utc" ? "UTC" : undefined,
  });
  return buckets.map((bucket, place) => ({
    label: format.format(Date.parse(bucket.at)),
    at: bucket.at,
    until: buckets[place + 1]?.at ?? new Date(Date.parse(bucket.at) + WIDTH_MS[range]).toISOString(),
    COMPLETED: bucket[FIELDS.COMPLETED],
    FAILED: bucket[FIELDS.FAILED],
    TIMED_OUT: bucket[FIELDS.TIMED_OUT],
    CANCELLED: bucket[FIELDS.CANCELLED],
    p50: bucket.p50Ms,
    p95: bucket.p95Ms,
  }));
}

const MINUTE_MS = 60_000;
const WIDTH_MS: Record<TimeRange, number> = {
  "1h": MINUTE_MS,
  "24h": 60 * MINUTE_MS,
  "7d": 6 * 60 * MINUTE_MS,
  "30d": 24 * 60 * MINUTE_MS,
};
const TIME: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const FORMATS: Record<TimeRange, Intl.DateTimeFormatOptions> = {
  "1h": TIME,
  "24h": TIME,
  "7d": { weekday: "short", ...TIME },
  "30d": { day: "numeric", month: "short" },
};
