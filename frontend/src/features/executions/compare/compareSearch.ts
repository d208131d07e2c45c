import type { ComparedVisit } from "@/api/executions/compareRuns";

export const COMPARED_PARTS = ["input", "output", "changes", "transition", "error"] as const;

/** A part of a visit that is compared. */
export type ComparedPart = (typeof COMPARED_PARTS)[number];

export const SHOWN = ["left", "both", "right"] as const;

/** What the address of a comparison says. */
export interface CompareSearch {
  /** The chosen visit, `path#occurrence`; the first that differs when absent. */
  row?: string;
  part?: ComparedPart;
  /** Which run is drawn; both when absent. */
  shown?: "left" | "right";
  /** Only visits that differ are listed. */
  different?: true;
}

const LONGEST = 2_000;

/** Reads the search part of a comparison's address; what makes no sense is left out. */
export function parseCompareSearch(search: Record<string, unknown>): CompareSearch {
  const row = typeof search.row === "string" ? search.row.slice(0, LONGEST) : "";
  const part = COMPARED_PARTS.find((one) => one === search.part);
  return {
    ...(/#\d+$/.test(row) && { row }),
    ...(part && { part }),
    ...((search.shown === "left" || search.shown === "right") && { shown: search.shown }),
    ...((search.different === true || search.different === "true") && { different: true as const }),
  };
}

/** The name of a row in the address. */
export function rowKey(row: Pick<ComparedVisit, "path" | "occurrence">): string {
  return `${row.path}#${row.occurrence}`;
}
