/**
 * The query of an address as texts by name: never guessed to be numbers or JSON, so that addresses stay readable. What is
 * given several times is one text, each in a line of its own.
 */
export function parseSearch(query: string): Record<string, string> {
  const params = new URLSearchParams(query);
  return Object.fromEntries([...params.keys()].map((name) => [name, params.getAll(name).join("\n")]));
}

/** The query for search params; what is undefined, null or empty is left out, lists are joined with commas. */
export function stringifySearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(search)
    .filter(([, value]) => value !== undefined && value !== null && value !== "" && !isEmptyList(value))
    .map(([name, value]): [string, string] => [name, String(value)]);
  const query = new URLSearchParams(pairs).toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return query ? `?${query}` : "";
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
