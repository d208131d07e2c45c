import { queryOptions } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import { readDraft } from "@/api/drafts/readDraft";
import { readDocument } from "@/lib/definition/read";
import type { FlowDocument } from "@/lib/definition/types";
import { browserDrafts, draftKey } from "./kept";
import { findKept, type Restore } from "./restore";

/** A version as the editor opens it. `document` is null when it cannot be drawn. */
interface OpenedVersion {
  version: Schemas["FlowVersionOut"];
  document: FlowDocument | null;
  restore: Restore;
  /** Whole numbers that saving from here would change: such a version can only be looked at. */
  inexact: string[];
}

/** Unsaved work of this browser. */
export const keptDrafts = browserDrafts();

/** Opens a version: what the server has, and what this device kept of it. Asked anew at each opening. */
export function openDraftQuery(flowId: string, number: number) {
  return queryOptions({
    queryKey: ["editor", flowId, number],
    queryFn: () => openDraft(flowId, number),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  });
}

async function openDraft(flowId: string, number: number): Promise<OpenedVersion> {
  const { version, inexact } = await readDraft(flowId, number);
  const reading = readDocument(version.definition);
  if (!reading.document) return { version, document: null, restore: { kind: "none" }, inexact };
  const server = { revision: version.revision, document: reading.document };
  const restore: Restore =
    version.status === "draft" && inexact.length === 0
      ? await findKept(keptDrafts, draftKey(flowId, number), server)
      : { kind: "none" };
  return { version, document: reading.document, restore, inexact };
}
