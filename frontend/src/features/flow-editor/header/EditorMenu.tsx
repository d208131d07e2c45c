import { Menu } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import {
  Copy,
  Download,
  Ellipsis,
  FileInput,
  GitCompare,
  Keyboard,
  Layers,
  RotateCcw,
  Trash2,
} from "lucide-react";
import { forwardRef } from "react";
import { useTranslation } from "react-i18next";
import { deleteDraft } from "@/api/drafts/deleteDraft";
import { cloneFlow } from "@/api/flows/cloneFlow";
import { unpublishVersion } from "@/api/versions/unpublishVersion";
import { linkTarget } from "@/components/AppLink";
import { confirmAction } from "@/components/confirm";
import { IconButton } from "@/components/IconButton";
import { notifyError, notifySuccess } from "@/components/notify";
import { useShell } from "@/components/shell/shellStore";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { useDialog, useEditorSession } from "../session";
import { useEditor, useEditorStore } from "../store";
import { downloadJson } from "./download";

const ICON = 15;

/** What one can do with the version besides editing it. */
export function EditorMenu() {
  const { t } = useTranslation("flow-editor");
  const { flow, version } = useEditorSession();
  const store = useEditorStore();
  const readOnly = useEditor((state) => state.readOnly);
  const mayEdit = usePermission("edit");
  const mayPublish = usePermission("publish");
  const show = useDialog((state) => state.show);
  const navigate = useNavigate();
  const actions = useMenuActions();
  const go = (address: string) => void navigate(linkTarget(address));
  const against = flow.publishedVersion;
  return (
    <Menu position="bottom-end" width={250} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <MenuButton label={t("menu.label")} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<Download size={ICON} aria-hidden />}
          onClick={() => downloadJson(`${flow.name}-v${version.number}`, store.getState().document)}
        >
          {t("menu.export")}
        </Menu.Item>
        {!readOnly && (
          <Menu.Item leftSection={<FileInput size={ICON} aria-hidden />} onClick={() => show("import")}>
            {t("menu.import")}
          </Menu.Item>
        )}
        {mayEdit && (
          <Menu.Item leftSection={<Copy size={ICON} aria-hidden />} onClick={() => actions.clone.mutate()}>
            {t("menu.clone")}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item
          leftSection={<Layers size={ICON} aria-hidden />}
          onClick={() => go(`${paths.flow(flow.id)}?tab=versions`)}
        >
          {t("menu.versions")}
        </Menu.Item>
        {against !== null && against !== version.number && (
          <Menu.Item
            leftSection={<GitCompare size={ICON} aria-hidden />}
            onClick={() => go(paths.compare(flow.id, against, version.number))}
          >
            {t("menu.compare", { number: against })}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<Keyboard size={ICON} aria-hidden />}
          onClick={() => useShell.getState().show("help", true)}
        >
          {t("menu.shortcuts")}
        </Menu.Item>
        {mayPublish && version.status === "published" && (
          <>
            <Menu.Divider />
            <Menu.Item
              c="var(--allma-fail)"
              leftSection={<RotateCcw size={ICON} aria-hidden />}
              onClick={() => void actions.unpublish()}
            >
              {t("menu.unpublish")}
            </Menu.Item>
          </>
        )}
        {mayEdit && version.status === "draft" && (
          <>
            <Menu.Divider />
            <Menu.Item
              c="var(--allma-fail)"
              leftSection={<Trash2 size={ICON} aria-hidden />}
              onClick={() => void actions.discard()}
            >
              {t("menu.discard", { number: version.number })}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

const MenuButton = forwardRef<HTMLButtonElement, { label: string }>(function MenuButton(props, ref) {
  return <IconButton ref={ref} icon={Ellipsis} {...props} />;
});

/** Actions of the menu that change something on the server. */
function useMenuActions() {
  const { t } = useTranslation("flow-editor");
  const { flow, version, autosaver } = useEditorSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const refresh = () => {
    void client.invalidateQueries({ queryKey: ["flows"] });
    void client.invalidateQueries({ queryKey: ["versions", flow.id] });
  };
  const clone = useMutation({
    mutationFn: async () => {
      await autosaver?.settled();
      return cloneFlow(flow.id, {
        version: version.number,
        name: t("menu.copyOf", { name: flow.name }).slice(0, 200),
      });
    },
    onSuccess: (copy) => {
      refresh();
      notifySuccess(t("menu.cloned", { name: copy.name }), { to: paths.editor(copy.id, 1) });
    },
    onError: notifyError,
  });
  const unpublish = async () => {
    const sure = await confirmAction({
      title: t("unpublish.title"),
      children: t("unpublish.text", { number: version.number }),
      confirmLabel: t("menu.unpublish"),
      danger: true,
    });
    if (!sure) return;
    try {
      await unpublishVersion(flow.id, version.number);
      refresh();
      await client.invalidateQueries({ queryKey: ["editor", flow.id] });
      notifySuccess(t("unpublish.done", { number: version.number }));
    } catch (error) {
      notifyError(error);
    }
  };
  const discard = async () => {
    const sure = await confirmAction({
      title: t("discard.title", { number: version.number }),
      children: t("discard.text"),
      confirmLabel: t("menu.discard", { number: version.number }),
      danger: true,
    });
    if (!sure) return;
    try {
      await deleteDraft(flow.id, version.number);
      autosaver?.stop();
      refresh();
      notifySuccess(t("discard.done", { number: version.number }));
      await navigate({ to: paths.flow(flow.id), ignoreBlocker: true });
    } catch (error) {
      notifyError(error);
    }
  };
  return { clone, unpublish, discard };
}
