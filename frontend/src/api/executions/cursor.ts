/** The cursor in the address of a next page; undefined when there is none. */
export function cursorOf(next: string | null): string | undefined {
  if (!next) return undefined;
  return new URL(next, window.location.href).searchParams.get("cursor") ?? undefined;
}
