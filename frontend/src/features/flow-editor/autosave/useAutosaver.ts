import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { CLIENT_ID } from "@/api/client";
import { readToChange } from "@/api/drafts/readDraft";
import { saveDraft } from "@/api/drafts/saveDraft";
import { notifySuccess } from "@/components/notify";
import { readDocument } from "@/lib/definition/read";
import type { EditorStore } from "../store";
import { type Autosaver, createAutosaver, type DraftServer } from "./autosaver";
import type { ServerSide, Theirs } from "./machine";
import { keptDrafts } from "./openDraft";

/** The draft's place on the server. */
function draftServer(flowId: string, number: number): DraftServer {
  return {
    save: async (document, revision, { keepalive }) =>
      (await saveDraft({ flowId, number, revision, definition: document, keepalive })).revision,
    read: async (): Promise<Theirs> => {
      const version = await readToChange(flowId, number);
      const { document } = readDocument(version.definition);
      if (!document) throw new Error("What was saved there meanwhile cannot be drawn. Open the draft again.");
      return { revision: version.revision, document, author: version.updatedBy || version.createdBy };
    },
  };
}

/** Saves the store's document as long as the component is there; null when `enabled` is false. */
export function useAutosaver(store: EditorStore, server: ServerSide, enabled: boolean): Autosaver | null {
  const { t } = useTranslation("flow-editor");
  const client = useQueryClient();
  const [autosaver, setAutosaver] = useState<Autosaver | null>(null);
  // Where the last one ended: the next begins there, as when the flow was archived and is restored.
  const known = useRef(server);
  useEffect(() => {
    if (!enabled) return;
    const { flowId, version } = store.getState();
    const saver = createAutosaver({
      store,
      server: known.current,
      io: draftServer(flowId, version),
      kept: keptDrafts,
      tab: CLIENT_ID,
      onMerged: ({ document, theirs, renamed }, before) => {
        const who = theirs.author || t("someone");
        const unsaved = before.document !== before.server.document;
        if (unsaved)
          store.getState().reset(theirs.document, t("history.theirs", { who, revision: theirs.revision }));
        store.getState().reset(document, t(unsaved ? "history.merged" : "history.tookIn", { who }));
        const moved = Object.entries(renamed).map(([from, to]) => t("merge.renamed", { from, to }));
        notifySuccess([t("merge.tookIn", { who }), ...moved].join(" "));
      },
    });
    setAutosaver(saver);
    return () => {
      saver.stop();
      known.current = saver.state.getState().server;
      setAutosaver(null);
      void client.invalidateQueries({ queryKey: ["versions", flowId] });
    };
  }, [store, enabled, client, t]);
  useGuards(autosaver);
  return autosaver;
}

/** Flushes when the page is hidden or left, retries when the network is back, asks before unsaved work is left. */
function useGuards(autosaver: Autosaver | null): void {
  useEffect(() => {
    if (!autosaver) return;
    const hidden = (): void => {
      if (document.visibilityState === "hidden") autosaver.flush();
    };
    const leave = (event: BeforeUnloadEvent): void => {
      if (autosaver.isUnsaved()) event.preventDefault();
    };
    window.addEventListener("pagehide", autosaver.flush);
    window.addEventListener("online", autosaver.saveNow);
    window.addEventListener("beforeunload", leave);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      window.removeEventListener("pagehide", autosaver.flush);
      window.removeEventListener("online", autosaver.saveNow);
      window.removeEventListener("beforeunload", leave);
      document.removeEventListener("visibilitychange", hidden);
    };
  }, [autosaver]);
}
