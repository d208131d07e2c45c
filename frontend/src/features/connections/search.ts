/** Which list is shown. */
interface ConnectionsSearch {
  tab: "connections" | "credentials";
}

/** The page's address, whatever was typed into it. */
export function parseConnectionsSearch(search: Record<string, unknown>): ConnectionsSearch {
  return { tab: search.tab === "credentials" ? "credentials" : "connections" };
}
