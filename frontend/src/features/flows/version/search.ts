/** How the page of a version shows it; the canvas when the address does not say. */
export function parseVersionSearch(search: Record<string, unknown>): { view?: "json" } {
  return search.view === "json" ? { view: "json" } : {};
}
