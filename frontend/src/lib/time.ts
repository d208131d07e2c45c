const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Whether times are shown in UTC or in the zone of the browser. */
export type TimeZoneChoice = "utc" | "local";

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });

/** How long ago (or ahead) a moment is: "just now", "5 min. ago", "yesterday", "in 3 hr.". Both in milliseconds. */
export function relativeTime(at: number, now: number): string {
  const delta = at - now;
  const size = Math.abs(delta);
  if (size < 45_000) return delta > 5_000 ? "in a moment" : "just now";
  if (size < 59.5 * MINUTE) return relative.format(Math.round(delta / MINUTE), "minute");
  if (size < 23.5 * HOUR) return relative.format(Math.round(delta / HOUR), "hour");
  if (size < 30 * DAY) return relative.format(Math.round(delta / DAY), "day");
  if (size < 345 * DAY) return relative.format(Math.round(delta / (30.44 * DAY)), "month");
  return relative.format(Math.round(delta / (365.25 * DAY)), "year");
}

/** A moment to the second, such as "2026-03-01 14:05:09 UTC"; `zone` local is the zone of the browser. */
export function absoluteTime(at: number, zone: TimeZoneChoice): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZone: zone === "utc" ? "UTC" : undefined,
    timeZoneName: "short",
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  const date = `${of("year")}-${of("month")}-${of("day")}`;
  return `${date} ${of("hour")}:${of("minute")}:${of("second")} ${of("timeZoneName")}`;
}

/** A length of time, such as "840 ms", "12.4 s", "3 min 20 s", "2 h 5 min", "4 d 3 h". `ms` is at least 0. */
export function durationText(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(ms < 9_950 ? 2 : 1).replace(/\.?0+$/, "")} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return pair(Math.floor(seconds / 60), "min", seconds % 60, "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const hours = Math.round(minutes / 60);
  return pair(Math.floor(hours / 24), "d", hours % 24, "h");
}

function pair(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small ? `${big} ${bigUnit} ${small} ${smallUnit}` : `${big} ${bigUnit}`;
}
