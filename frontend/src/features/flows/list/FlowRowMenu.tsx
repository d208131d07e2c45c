import { Menu } from "@mantine/core";
import { Ellipsis } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import { usePermission } from "@/lib/session";
import { FlowMenuItem } from "../FlowMenuItem";
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
        {edits && !archived && <FlowMenuItem action="edit" onClick={actions.edit} />}
        {runs && !archived && <FlowMenuItem action="run" onClick={() => onRun(flow)} />}
        {edits && <FlowMenuItem action="clone" onClick={actions.clone} />}
        <FlowMenuItem action="export" onClick={actions.exportJson} />
        {edits && <Menu.Divider />}
        {edits && !archived && <FlowMenuItem action="archive" onClick={actions.archive} />}
        {edits && archived && <FlowMenuItem action="restore" onClick={actions.restore} />}
      </Menu.Dropdown>
    </Menu>
  );
}
