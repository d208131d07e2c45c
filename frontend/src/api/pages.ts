/** A page of a list, as the server sends it: `next` is a whole URL, or null on the last page. */
export interface CursorPage<T> {
  results: T[];
  next: string | null;
}

/** The cursor of the page behind this one; undefined when there is none. For `getNextPageParam`. */
export function nextCursor(page: CursorPage<unknown>): string | undefined {
  return page.next
    ? (new URL(page.next, "http://server").searchParams.get("cursor") ?? undefined)
    : undefined;
}

/** The rows of all pages that are loaded. */
export function rowsOf<T>(data: { pages: CursorPage<T>[] } | undefined): T[] {
  return data?.pages.flatMap((page) => page.results) ?? [];
}
