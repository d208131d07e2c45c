import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { archiveFlow } from "@/api/flows/archiveFlow";
import { cloneFlow } from "@/api/flows/cloneFlow";
import { updateFlow } from "@/api/flows/updateFlow";
import { exportFlows } from "@/api/portability/exportFlows";
import { linkTarget } from "@/components/AppLink";
import { confirmAction } from "@/components/confirm";
import { notifyError, notifySuccess } from "@/components/notify";
import { downloadJson } from "@/lib/download";
import { paths } from "@/lib/paths";
import { draftOf } from "./draftOf";
import type { Flow } from "./flowStatus";

/** What a person can do with a flow, wherever it is shown. Each shows its own failure. */
export function useFlowActions(flow: Flow) {
  const { t } = useTranslation("flows");
  const queryClient = useQueryClient();
  const router = useRouter();
  const changed = () => queryClient.invalidateQueries({ queryKey: ["flows"] });
  const go = (address: string) => router.navigate(linkTarget(address));
  const guarded = (act: () => Promise<void>) => async () => {
    try {
      await act();
    } catch (error) {
      notifyError(error);
    }
  };
  return {
    edit: guarded(async () => {
      await go(paths.editor(flow.id, await draftOf(queryClient, flow)));
    }),
    clone: guarded(async () => {
      const copy = await cloneFlow(flow.id);
      await changed();
      notifySuccess(t("done.cloned", { name: copy.name }), { to: paths.flow(copy.id) });
    }),
    exportJson: guarded(async () => downloadJson(flow.name, await exportFlows([flow.id]))),
    archive: guarded(async () => {
      const sure = await confirmAction({
        title: t("archive.title", { name: flow.name }),
        children: t("archive.text"),
        confirmLabel: t("archive.yes"),
        danger: true,
      });
      if (!sure) return;
      await archiveFlow(flow.id);
      await changed();
      notifySuccess(t("done.archived", { name: flow.name }));
    }),
    restore: guarded(async () => {
      await updateFlow(flow.id, { archived: false });
      await changed();
      notifySuccess(t("done.restored", { name: flow.name }), { to: paths.flow(flow.id) });
    }),
  };
}
