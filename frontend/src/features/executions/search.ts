import type { ExecutionFilters } from "@/api/executions/listExecutions";
import { EVERY_STATUS, type ExecutionStatus } from "@/api/executions/types";
import { RANGE_MS, TIME_RANGES } from "@/lib/timeSpan";

export type Range = keyof typeof RANGE_MS | "custom";

/** The filters in the address of the list. */
export interface RunFilters {
  flow?: string;
  version?: number;
  status?: ExecutionStatus[];
  range?: Range;
  /** ISO 8601, with range `custom`. */
  startedAfter?: string;
  startedBefore?: string;
  /** ISO 8601. */
  endedAfter?: string;
  endedBefore?: string;
  trigger?: string;
  /** Labels, each `key:value`, one a line. */
  label?: string;
  /** Search attributes, each `name:value`, one a line. */
  attribute?: string;
  error?: string;
  errorStep?: string;
  errorName?: string;
  fingerprint?: string;
  search?: string;
  redriveOf?: string;
  redriven?: Redriven;
  parent?: string;
}

/** Whether another run does it again. */
export const REDRIVEN = ["false", "true"] as const;
export type Redriven = (typeof REDRIVEN)[number];

/** What the address of the list says: every filter, and what else is open. */
export interface ExecutionsSearch extends RunFilters {
  /** The id of the saved search that one looks at. */
  saved?: string;
  /** Names of columns with commas, where they are not those of the saved search or of this device. */
  columns?: string;
  /** The drawer of jobs: `all`, or the id of one. */
  job?: string;
}

const TEXTS = [
  "flow",
  "trigger",
  "error",
  "errorStep",
  "errorName",
  "fingerprint",
  "search",
  "redriveOf",
  "parent",
] as const;
const SEVERAL = ["label", "attribute"] as const;
const ENDS = ["endedAfter", "endedBefore"] as const;
const VIEW = ["saved", "columns", "job"] as const;
const LONGEST = 200;
const LONGEST_SEVERAL = 2000;

/** Reads the search part of the list's address; what makes no sense is left out. */
export function parseExecutionsSearch(search: Record<string, unknown>): ExecutionsSearch {
  const found: ExecutionsSearch = {};
  for (const name of [...TEXTS, ...VIEW]) {
    const text = textOf(search[name]);
    if (text) found[name] = text;
  }
  for (const name of SEVERAL) {
    const pairs = pairsOf(search[name]).join("\n");
    if (pairs) found[name] = pairs;
  }
  for (const name of ENDS) {
    const moment = momentOf(search[name]);
    if (moment) found[name] = moment;
  }
  const redriven = REDRIVEN.find((one) => one === search.redriven);
  if (redriven) found.redriven = redriven;
  const version = Number(textOf(search.version));
  if (Number.isInteger(version) && version > 0) found.version = version;
  const status = statusesOf(search.status);
  if (status.length) found.status = status;
  return { ...found, ...timesOf(search) };
}

/** The labels or search attributes of an address, each `name:value`. */
export function pairsOf(value: unknown): string[] {
  return linesOf(value).filter((line) => /^[^:]+:/.test(line));
}

/** The lines of a text that say something. */
export function linesOf(value: unknown): string[] {
  if (typeof value !== "string") return [];
  return value
    .slice(0, LONGEST_SEVERAL)
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

function timesOf(search: Record<string, unknown>): ExecutionsSearch {
  const range = TIME_RANGES.find((one) => one === search.range);
  if (range) return { range };
  const startedAfter = momentOf(search.startedAfter);
  const startedBefore = momentOf(search.startedBefore);
  if (!startedAfter && !startedBefore) return search.range === "custom" ? { range: "custom" } : {};
  return { range: "custom", ...(startedAfter && { startedAfter }), ...(startedBefore && { startedBefore }) };
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value).trim().slice(0, LONGEST) : "";
}

function momentOf(value: unknown): string {
  const text = textOf(value);
  return text && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : "";
}

function statusesOf(value: unknown): ExecutionStatus[] {
  const names = Array.isArray(value) ? value : textOf(value).split(/[,\n]/);
  return EVERY_STATUS.filter((status) => names.includes(status));
}

/** The filters alone, without what else the address says. */
export function onlyFilters({ saved: _, columns: __, job: ___, ...filters }: ExecutionsSearch): RunFilters {
  return filters;
}

/** The filters as the server takes them, at this moment (milliseconds). */
export function filtersOf(search: ExecutionsSearch, now: number): ExecutionFilters {
  const { range, status, label, attribute, redriven, ...others } = onlyFilters(search);
  return {
    ...others,
    ...(status && { status: status.join(",") }),
    ...(label && { label: pairsOf(label) }),
    ...(attribute && { attribute: pairsOf(attribute) }),
    ...(redriven && { redriven: redriven === "true" }),
    ...(range && range !== "custom" && { startedAfter: new Date(now - RANGE_MS[range]).toISOString() }),
  };
}

/** How many filters are on, the text search apart. */
export function filterCount(search: ExecutionsSearch): number {
  const {
    search: _,
    startedAfter,
    startedBefore,
    range,
    endedAfter,
    endedBefore,
    ...others
  } = onlyFilters(search);
  const started = range !== undefined && (range !== "custom" || startedAfter || startedBefore) ? 1 : 0;
  const ended = endedAfter || endedBefore ? 1 : 0;
  return Object.keys(others).length + started + ended;
}

/** The filters as texts by the names of the address, as a saved search keeps them. */
export function savedQuery(search: ExecutionsSearch): Record<string, string> {
  return Object.fromEntries(
    Object.entries(onlyFilters(search))
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );
}

/** Whether a text is a label as the server takes it: `key:value`. */
export function isLabel(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}:/.test(text);
}
