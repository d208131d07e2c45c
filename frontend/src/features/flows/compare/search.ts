/** What the address of a comparison says. */
export interface CompareSearch {
  from?: number;
  to?: number;
  view?: "text";
  /** Which change is looked at, from 0. */
  change?: number;
}

/** Reads the search part of the address; what makes no sense is left out. */
export function parseCompareSearch(search: Record<string, unknown>): CompareSearch {
  const from = whole(search.from, 1);
  const to = whole(search.to, 1);
  const change = whole(search.change, 0);
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(search.view === "text" && { view: "text" }),
    ...(change !== undefined && { change }),
  };
}

function whole(value: unknown, least: number): number | undefined {
  const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) && number >= least ? number : undefined;
}
