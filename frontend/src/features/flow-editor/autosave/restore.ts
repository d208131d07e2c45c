import { equal } from "./equal";
import type { Kept, KeptDrafts } from "./kept";
import type { ServerSide } from "./machine";

/** What to do with work that this device kept: `same` the base is still the server's; `moved` somebody saved since. */
export type Restore = { kind: "none" } | { kind: "same"; kept: Kept } | { kind: "moved"; kept: Kept };

/**
 * Looks whether this device kept unsaved work of a draft. A record that the server already has is removed. What the
 * server has may be an own save whose answer never came: then that is the base, and nobody else has saved.
 */
export async function findKept(drafts: KeptDrafts, draft: string, server: ServerSide): Promise<Restore> {
  const kept = await drafts.newest(draft);
  if (!kept) return { kind: "none" };
  if (equal(kept.document, server.document)) {
    await drafts.remove(draft, kept.tab);
    return { kind: "none" };
  }
  if (kept.sent?.some((sent) => equal(sent, server.document)))
    return { kind: "same", kept: { ...kept, baseRevision: server.revision, base: server.document } };
  return { kind: kept.baseRevision === server.revision ? "same" : "moved", kept };
}
