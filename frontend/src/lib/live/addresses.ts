import { currentWorkspace } from "@/api/client";

/** Where the server tells what happens: a path below `/ws/`, in the workspace of this page. */
export function liveUrl(path: string): string {
  const scheme = window.location.protocol === "https:" ? "wss" : "ws";
  const workspace = currentWorkspace();
  const query = workspace ? `?workspace=${encodeURIComponent(workspace)}` : "";
  return `${scheme}://${window.location.host}/ws/${path}${query}`;
}
