import { currentWorkspace } from "@/api/client";
import type { Json } from "@/lib/expressions/types";
import type { LargeValue } from "./rows";

/** Gets a large value from the address in its pointer. Throws an Error that says what the server answered. */
export async function loadLarge({ href }: LargeValue): Promise<Json> {
  const url = new URL(href, window.location.href);
  if (url.origin !== window.location.origin) throw new Error(`The address ${href} is not this server's.`);
  const workspace = currentWorkspace();
  const response = await fetch(url, { headers: workspace ? { "X-Workspace": workspace } : {} });
  if (!response.ok) throw new Error(`The server answered ${response.status} for the large value.`);
  return response.json();
}
