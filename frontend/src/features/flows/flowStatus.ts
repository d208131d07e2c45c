import type { Schemas } from "@/api/client";

export type Flow = Schemas["Flow"];
export type FlowStatus = "draft" | "published" | "archived";

/** Archived wins; published when a version is live; else draft. */
export function flowStatus(flow: Pick<Flow, "archivedAt" | "publishedVersion">): FlowStatus {
  if (flow.archivedAt) return "archived";
  return flow.publishedVersion === null ? "draft" : "published";
}
