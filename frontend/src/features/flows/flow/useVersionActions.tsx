import { Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { deleteDraft } from "@/api/drafts/deleteDraft";
import { hasStatus } from "@/api/problem";
import { createDraft } from "@/api/versions/createDraft";
import { publishVersion } from "@/api/versions/publishVersion";
import { versionQuery } from "@/api/versions/readVersion";
import { unpublishVersion } from "@/api/versions/unpublishVersion";
import { linkTarget } from "@/components/AppLink";
import { confirmAction } from "@/components/confirm";
import { notifyError, notifySuccess } from "@/components/notify";
import { downloadJson } from "@/lib/download";
import { paths } from "@/lib/paths";
import type { Flow } from "../flowStatus";
import { askForNote } from "./askForNote";

/**
 * What a person can do with one version of a flow. Each asks where it must, and shows its own failure. `revision` is the
 * one that is shown: what somebody else saves meanwhile does not go live unseen.
 */
export function useVersionActions(flow: Flow, { number, revision }: { number: number; revision: number }) {
  const { t } = useTranslation("flows");
  const queryClient = useQueryClient();
  const router = useRouter();
  const changed = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ["versions", flow.id] }),
      queryClient.invalidateQueries({ queryKey: ["flows"] }),
    ]);
  const guarded = (act: () => Promise<void>) => async () => {
    try {
      await act();
    } catch (error) {
      notifyError(error);
    }
  };
  const sure = (what: "unpublish" | "delete") =>
    confirmAction({
      title: t(`versions.sure.${what}.title`, { number }),
      children: <Text fz="sm">{t(`versions.sure.${what}.text`)}</Text>,
      confirmLabel: t(`versions.${what}`),
      danger: true,
    });
  return {
    publish: guarded(async () => {
      const note = await askForNote(number, flow.publishedVersion);
      if (note === null) return;
      try {
        await publishVersion(flow.id, number, note, revision);
      } catch (error) {
        if (!hasStatus(error, 412)) throw error;
        await changed();
        throw new Error(t("versions.savedSince", { number }));
      }
      await changed();
      notifySuccess(t("done.published", { number }));
    }),
    unpublish: guarded(async () => {
      if (!(await sure("unpublish"))) return;
      await unpublishVersion(flow.id, number);
      await changed();
      notifySuccess(t("done.unpublished", { number }));
    }),
    draft: guarded(async () => {
      const made = await createDraft(flow.id, number);
      await changed();
      notifySuccess(t("done.drafted", { number: made.number }));
      await router.navigate(linkTarget(paths.editor(flow.id, made.number)));
    }),
    exportJson: guarded(async () => {
      const version = await queryClient.fetchQuery(versionQuery(flow.id, number));
      downloadJson(`${flow.name}-v${number}`, { name: flow.name, definition: version.definition });
    }),
    remove: guarded(async () => {
      if (!(await sure("delete"))) return;
      await deleteDraft(flow.id, number);
      await changed();
      notifySuccess(t("done.deleted", { number }));
    }),
  };
}
