/** What the address of a replayed run says. */
export interface FixSearch {
  /** The chosen visit of the recorded run. */
  seq?: number;
  /** The chosen visit of the replay, where no recorded one stands beside it. */
  now?: number;
}

/** Reads the search part of the address; what makes no sense is left out. */
export function parseFixSearch(search: Record<string, unknown>): FixSearch {
  const seq = positive(search.seq);
  const now = positive(search.now);
  if (seq !== undefined) return { seq };
  return now === undefined ? {} : { now };
}

function positive(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 1 ? number : undefined;
}
