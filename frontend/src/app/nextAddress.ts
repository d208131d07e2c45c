const PROBE = "https://same-origin.invalid";

/** Where to go after signing in: the path in `next` when it is one of this site, else the start page. */
export function nextAddress(next: string | undefined): string {
  if (!next?.startsWith("/") || next.startsWith("//") || next.includes("\\")) return "/";
  const url = new URL(next, PROBE);
  const isOurs = url.origin === PROBE && url.pathname !== "/login";
  return isOurs ? `${url.pathname}${url.search}${url.hash}` : "/";
}
