import type { ExecutionFilters } from "@/api/executions/listExecutions";
import type { ExecutionStatus } from "@/api/executions/types";

export const STATUSES: readonly ExecutionStatus[] = [
  "QUEUED",
  "RUNNING",
  "WAITING",
  "PAUSED",
  "COMPLETED",
  "FAILED",
  "CANCELLED",
  "TIMED_OUT",
  "QUARANTINED",
];

/** The time ranges one can choose by name, in milliseconds. */
export const RANGES = { "1h": 3_600_000, "24h": 86_400_000, "7d": 604_800_000 } as const;

export type Range = keyof typeof RANGES | "custom";

/** What the address of the list says: every filter. */
export interface ExecutionsSearch {
  flow?: string;
  version?: number;
  status?: ExecutionStatus[];
  range?: Range;
  /** ISO 8601, with range `custom`. */
  startedAfter?: string;
  startedBefore?: string;
  trigger?: string;
  label?: string;
  errorStep?: string;
  search?: string;
  parent?: string;
}

const TEXTS = ["flow", "trigger", "label", "errorStep", "search", "parent"] as const;

/** Reads the search part of the list's address; what makes no sense is left out. */
export function parseExecutionsSearch(search: Record<string, unknown>): ExecutionsSearch {
  const found: ExecutionsSearch = {};
  for (const name of TEXTS) {
    const text = textOf(search[name]);
    if (text) found[name] = text;
  }
  const version = Number(textOf(search.version));
  if (Number.isInteger(version) && version > 0) found.version = version;
  const status = statusesOf(search.status);
  if (status.length) found.status = status;
  return { ...found, ...timesOf(search) };
}

function timesOf(search: Record<string, unknown>): ExecutionsSearch {
  const range = textOf(search.range);
  if (range === "1h" || range === "24h" || range === "7d") return { range };
  const startedAfter = momentOf(search.startedAfter);
  const startedBefore = momentOf(search.startedBefore);
  if (!startedAfter && !startedBefore) return range === "custom" ? { range } : {};
  return { range: "custom", ...(startedAfter && { startedAfter }), ...(startedBefore && { startedBefore }) };
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value).trim().slice(0, 200) : "";
}

function momentOf(value: unknown): string {
  const text = textOf(value);
  return text && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : "";
}

function statusesOf(value: unknown): ExecutionStatus[] {
  const names = Array.isArray(value) ? value : textOf(value).split(",");
  return STATUSES.filter((status) => names.includes(status));
}

/** The filters as the server takes them, at this moment (milliseconds). */
export function filtersOf(search: ExecutionsSearch, now: number): ExecutionFilters {
  const { range, status, ...others } = search;
  return {
    ...others,
    ...(status && { status: status.join(",") }),
    ...(range && range !== "custom" && { startedAfter: new Date(now - RANGES[range]).toISOString() }),
  };
}

/** How many filters are on, the text search apart. */
export function filterCount({
  search: _,
  startedAfter,
  startedBefore,
  range,
  ...others
}: ExecutionsSearch): number {
  const timed = range !== undefined && (range !== "custom" || startedAfter || startedBefore) ? 1 : 0;
  return Object.keys(others).length + timed;
}

/** Whether a text is a label as the server takes it: `key:value`. */
export function isLabel(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}:/.test(text);
}
