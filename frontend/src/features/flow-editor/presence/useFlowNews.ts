import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import { CLIENT_ID } from "@/api/client";
import { notifySuccess } from "@/components/notify";
import type { LiveFrame } from "@/lib/live";
import { useFlowChannel } from "@/lib/live";
import type { Autosaver } from "../autosave/autosaver";
import type { EditorStore } from "../store";
import { draftsOf, peopleOf } from "./frames";
import { clearPresence, showPresent } from "./presenceStore";

/** Follows the flow's channel: who is here, what others save and publish; says which step this person looks at. */
export function useFlowNews(store: EditorStore, autosaver: Autosaver | null): void {
  const { t } = useTranslation("flow-editor");
  const client = useQueryClient();
  const { flowId, version } = store.getState();
  const hearSaved = (number: unknown, revision: unknown): void => {
    if (number === version && typeof revision === "number") autosaver?.otherSaved(revision);
  };
  const hearLive = (frame: LiveFrame): void => {
    void client.invalidateQueries({ queryKey: ["flows"] });
    if (frame.clientId === CLIENT_ID) return;
    // What is published does not change any more; unsaved work stays on the screen until it has a new place.
    if (frame.version === version && !autosaver?.isUnsaved())
      void client.invalidateQueries({ queryKey: ["editor", flowId, version] });
    notifySuccess(
      t(`news.${frame.type.slice("flow.".length)}`, { who: frame.author, version: frame.version }),
    );
  };
  const hear = useEffectEvent((frame: LiveFrame) => {
    const heard: Record<string, () => void> = {
      presence: () => showPresent(peopleOf(frame), version),
      "flow.state": () => {
        for (const draft of draftsOf(frame)) hearSaved(draft.version, draft.revision);
      },
      "flow.saved": () => {
        if (frame.clientId !== CLIENT_ID) hearSaved(frame.version, frame.revision);
      },
      "flow.published": () => hearLive(frame),
      "flow.unpublished": () => hearLive(frame),
    };
    heard[frame.type]?.();
  });
  const { say } = useFlowChannel(flowId, hear);
  useEffect(() => {
    const tell = (step: string | null): void => say({ type: "here", version, step, clientId: CLIENT_ID });
    const here = (): string | null => {
      const { open, selection } = store.getState();
      return open?.stepId ?? selection.steps[0] ?? null;
    };
    let last = here();
    tell(last);
    const unsubscribe = store.subscribe(() => {
      const step = here();
      if (step === last) return;
      last = step;
      tell(step);
    });
    return () => {
      unsubscribe();
      clearPresence();
    };
  }, [store, version, say]);
}
