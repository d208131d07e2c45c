import { Menu } from "@mantine/core";
import { Archive, ArchiveRestore, Copy, Download, Ellipsis, PencilLine, Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import { usePermission } from "@/lib/session";
import { type Flow, flowStatus } from "../flowStatus";
import { useFlowActions } from "../useFlowActions";

/** The actions of one flow in the list. */
export function FlowRowMenu({ flow, onRun }: { flow: Flow; onRun: (flow: Flow) => void }) {
  const { t } = useTranslation("flows");
  const actions = useFlowActions(flow);
  const edits = usePermission("edit");
  const runs = usePermission("run");
  const archived = flowStatus(flow) === "archived";
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <IconButton icon={Ellipsis} label={t("actionsOf", { name: flow.name })} />
      </Menu.Target>
      <Menu.Dropdown>
        {edits && !archived && (
          <Menu.Item leftSection={<PencilLine size={15} aria-hidden />} onClick={actions.edit}>
            {t("action.edit")}
          </Menu.Item>
        )}
        {runs && !archived && (
          <Menu.Item leftSection={<Play size={15} aria-hidden />} onClick={() => onRun(flow)}>
            {t("action.run")}
          </Menu.Item>
        )}
        {edits && (
          <Menu.Item leftSection={<Copy size={15} aria-hidden />} onClick={actions.clone}>
            {t("action.clone")}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Download size={15} aria-hidden />} onClick={actions.exportJson}>
          {t("action.export")}
        </Menu.Item>
        {edits && <Menu.Divider />}
        {edits && !archived && (
          <Menu.Item color="red" leftSection={<Archive size={15} aria-hidden />} onClick={actions.archive}>
            {t("action.archive")}
          </Menu.Item>
        )}
        {edits && archived && (
          <Menu.Item leftSection={<ArchiveRestore size={15} aria-hidden />} onClick={actions.restore}>
            {t("action.restore")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
