import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Eye, Pencil } from "lucide-react";
import { useTranslation } from "react-i18next";
import { createDraft } from "@/api/versions/createDraft";
import { notifyError } from "@/components/notify";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { useEditorSession } from "../session";
import { Banner } from "./Banner";

/** Says why nothing can be changed here, and leads to where it can. */
export function ReadOnlyBanner() {
  const { t } = useTranslation("flow-editor");
  const { flow, version, inexact } = useEditorSession();
  const mayEdit = usePermission("edit");
  const client = useQueryClient();
  const navigate = useNavigate();
  const edit = useMutation({
    mutationFn: () => createDraft(flow.id, version.number),
    onSuccess: (draft) => {
      void client.invalidateQueries({ queryKey: ["flows"] });
      void client.invalidateQueries({ queryKey: ["versions", flow.id] });
      void navigate({ to: paths.editor(flow.id, draft.number) });
    },
    onError: notifyError,
  });
  const archived = flow.archivedAt !== null;
  const [number] = inexact;
  const reason = !mayEdit ? "role" : archived ? "archived" : number ? "inexact" : version.status;
  return (
    <Banner icon={Eye} tone="info" text={t(`readOnly.${reason}`, { number: number ?? version.number })}>
      {mayEdit && !archived && !number && (
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<Pencil size={14} aria-hidden />}
          loading={edit.isPending}
          onClick={() => edit.mutate()}
        >
          {t("readOnly.edit", { number: flow.latestVersion + 1 })}
        </Button>
      )}
    </Banner>
  );
}
