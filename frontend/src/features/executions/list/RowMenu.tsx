import { Menu } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { Ban, Copy, Ellipsis, ExternalLink, ListFilter, Workflow } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type Execution, isOver } from "@/api/executions/types";
import { copyText } from "@/components/data-view/copyText";
import { IconButton } from "@/components/IconButton";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { shortId } from "../shared/shortId";
import { cancelRun } from "./cancelRuns";

/** What one can do with a run of the list. */
export function RowMenu({ run }: { run: Execution }) {
  const { t } = useTranslation("executions");
  const navigate = useNavigate();
  const mayRun = usePermission("run");
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <IconButton icon={Ellipsis} label={t("list.actions", { id: shortId(run.id) })} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<ExternalLink size={15} />}
          onClick={() => navigate({ to: paths.execution(run.id) })}
        >
          {t("list.open")}
        </Menu.Item>
        <Menu.Item
          leftSection={<Workflow size={15} />}
          onClick={() => navigate({ to: paths.flow(run.flowId) })}
        >
          {t("list.openFlow")}
        </Menu.Item>
        <Menu.Item
          leftSection={<ListFilter size={15} />}
          onClick={() => navigate({ to: paths.executions(), search: { flow: run.flowId } })}
        >
          {t("list.sameFlow")}
        </Menu.Item>
        <Menu.Item leftSection={<Copy size={15} />} onClick={() => void copyText(run.id)}>
          {t("list.copyId")}
        </Menu.Item>
        {mayRun && !isOver(run.status) && (
          <>
            <Menu.Divider />
            <Menu.Item color="red" leftSection={<Ban size={15} />} onClick={() => cancelRun(run.id)}>
              {t("list.cancel")}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
