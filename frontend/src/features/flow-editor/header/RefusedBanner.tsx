import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { saveDraft } from "@/api/drafts/saveDraft";
import { hasStatus } from "@/api/problem";
import { createDraft } from "@/api/versions/createDraft";
import { notifyError } from "@/components/notify";
import { paths } from "@/lib/paths";
import type { Autosaver } from "../autosave/autosaver";
import { useEditorSession } from "../session";
import { useEditorStore } from "../store";
import { Banner } from "./Banner";

/** The server refuses to save: why, and how the changes are not lost. */
export function RefusedBanner({ autosaver }: { autosaver: Autosaver }) {
  const { t } = useTranslation("flow-editor");
  const phase = useStore(autosaver.state, (state) => state.phase);
  if (phase.name !== "refused") return null;
  const notDraft = hasStatus(phase.error, 409) || hasStatus(phase.error, 404);
  return (
    <Banner icon={CircleAlert} tone="danger" text={t("refused.text", { reason: phase.error.message })}>
      {notDraft ? (
        <MoveToDraft />
      ) : (
        <Button size="compact-sm" variant="default" onClick={autosaver.saveNow}>
          {t("refused.again")}
        </Button>
      )}
    </Banner>
  );
}

/** Somebody published or deleted this draft: the changes go on in a new one. */
function MoveToDraft() {
  const { t } = useTranslation("flow-editor");
  const { flow } = useEditorSession();
  const store = useEditorStore();
  const client = useQueryClient();
  const navigate = useNavigate();
  const move = useMutation({
    mutationFn: async () => {
      const draft = await createDraft(flow.id);
      const definition = store.getState().document;
      await saveDraft({ flowId: flow.id, number: draft.number, revision: draft.revision, definition });
      return draft.number;
    },
    onSuccess: (number) => {
      void client.invalidateQueries({ queryKey: ["flows"] });
      void navigate({ to: paths.editor(flow.id, number), ignoreBlocker: true });
    },
    onError: notifyError,
  });
  return (
    <Button
      size="compact-sm"
      variant="light"
      color="red"
      loading={move.isPending}
      onClick={() => move.mutate()}
    >
      {t("refused.move")}
    </Button>
  );
}
