/** What the address of the gallery says. */
export interface GallerySearch {
  category?: string;
  /** The id of the template that is looked at. */
  template?: string;
}

/** Reads the search part of the address; empty texts are left out. */
export function parseGallerySearch(search: Record<string, unknown>): GallerySearch {
  const text = (value: unknown) => (typeof value === "string" && value ? value : undefined);
  const [category, template] = [text(search.category), text(search.template)];
  return { ...(category && { category }), ...(template && { template }) };
}
