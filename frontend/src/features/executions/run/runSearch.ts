/** How the run is drawn. */
export type RunView = "canvas" | "timeline";

/** The parts of a run's page. */
export type RunTab = "steps" | "data";

/** The parts of a visit. */
export const VISIT_PARTS = [
  "error",
  "context",
  "input",
  "output",
  "mappings",
  "transition",
  "metadata",
  "logs",
  "attempts",
] as const;

/** A part of a visit. */
export type VisitPart = (typeof VISIT_PARTS)[number];

/** What is shown of the context beside a visit: as it found it, as it left it, or what it changed. */
export const SIDES = ["before", "after", "diff"] as const;

/** See `SIDES`. */
export type ContextSide = (typeof SIDES)[number];

/** What the address of a run says. */
export interface RunSearch {
  /** The moment at which the whole page shows the run: after this visit; 0 is the start. */
  t?: number;
  /** The chosen visit, while the whole run is shown. */
  seq?: number;
  view?: RunView;
  tab?: RunTab;
  /** The part of the chosen visit. */
  part?: VisitPart;
  /** Which side of the visit the context shows; after it when absent. */
  side?: ContextSide;
  /** The chosen visit has the room of the drawing too. */
  large?: true;
  /** The place of the context whose lineage is shown. */
  value?: string;
  /** The mapping of the visit whose "Why?" is open: its kind and its target, such as `INPUT:who`. */
  why?: string;
  /** What the list of steps is searched for. */
  find?: string;
  /** Only steps with problems are listed. */
  problems?: true;
  /** The level of the logs that is shown; all when absent. */
  level?: string;
  /** What the logs are searched for. */
  log?: string;
}

const LONGEST_PATH = 4_000;

/** How much of a typed search an address holds. */
export const LONGEST_TEXT = 200;

/** Reads the search part of a run's address; what makes no sense is left out. */
export function parseRunSearch(search: Record<string, unknown>): RunSearch {
  const t = numberOf(search.t, 0);
  const seq = numberOf(search.seq, 1);
  const part = VISIT_PARTS.find((one) => one === search.part);
  const side = SIDES.find((one) => one === search.side);
  const value = textOf(search.value, LONGEST_PATH);
  const why = textOf(search.why, LONGEST_PATH);
  const level = textOf(search.level, LONGEST_TEXT);
  return {
    ...(t !== undefined && { t }),
    ...(seq !== undefined && t === undefined && { seq }),
    ...(search.view === "timeline" && { view: "timeline" as const }),
    ...(search.tab === "data" && { tab: "data" as const }),
    ...(part && { part }),
    ...(side && side !== "after" && { side }),
    ...(isTrue(search.large) && { large: true as const }),
    ...(value.startsWith("$") && { value }),
    ...(why.includes(":") && { why }),
    ...textAs("find", search.find),
    ...(isTrue(search.problems) && { problems: true as const }),
    ...(level && level !== "all" && { level }),
    ...textAs("log", search.log),
  };
}

function textOf(value: unknown, longest: number): string {
  return typeof value === "string" ? value.slice(0, longest) : "";
}

/** Typed text as it is: somebody may be about to write on after a blank. */
function textAs(name: "find" | "log", value: unknown): Pick<RunSearch, "find" | "log"> {
  const text = textOf(value, LONGEST_TEXT);
  return text === "" ? {} : { [name]: text };
}

function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

function numberOf(value: unknown, least: number): number | undefined {
  if (typeof value !== "number" && (typeof value !== "string" || !/^\d+$/.test(value))) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) && number >= least ? number : undefined;
}
