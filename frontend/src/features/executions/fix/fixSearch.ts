/** What the address of a replayed run says. */
export interface FixSearch {
  /** The chosen visit of the recorded run. */
  seq?: number;
  /** The chosen visit of the replay, where no recorded one stands beside it. */
  now?: number;
  /** The version of the flow that is tried and changed; that of the run when absent. */
  version?: number;
}

/** Reads the search part of the address; what makes no sense is left out. */
export function parseFixSearch(search: Record<string, unknown>): FixSearch {
  const seq = positive(search.seq);
  const now = positive(search.now);
  const version = positive(search.version);
  return {
    ...(seq !== undefined && { seq }),
    ...(now !== undefined && seq === undefined && { now }),
    ...(version !== undefined && { version }),
  };
}

function positive(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 1 ? number : undefined;
}
