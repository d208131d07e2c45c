import { Anchor, Menu } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { CornerLeftUp, GitBranch, RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ExecutionDetail } from "@/api/executions/types";
import { AppLink } from "@/components/AppLink";
import { StatusBadge } from "@/components/StatusBadge";
import { paths } from "@/lib/paths";
import { FlowName } from "../shared/FlowName";
import { shortId } from "../shared/shortId";
import classes from "./run.module.css";

/** What a run came from and what came from it. */
export function Lineage({ execution }: { execution: ExecutionDetail }) {
  const { t } = useTranslation("run");
  const { parentId, parentSeq, redriveOf, redrives, children } = execution.lineage;
  const again = redrives.at(-1);
  return (
    <>
      {parentId && (
        <AppLink to={paths.execution(parentId, parentSeq ?? undefined)} fz="sm" className={classes.lineage}>
          <CornerLeftUp size={14} aria-hidden />
          {t("lineage.parent", { id: shortId(parentId) })}
        </AppLink>
      )}
      {redriveOf && (
        <AppLink to={paths.execution(redriveOf)} fz="sm" className={classes.lineage}>
          <RotateCcw size={14} aria-hidden />
          {t("lineage.redriveOf", { id: shortId(redriveOf) })}
        </AppLink>
      )}
      {again && (
        <AppLink to={paths.execution(again.id)} fz="sm" className={classes.lineage}>
          <RotateCcw size={14} aria-hidden />
          {t("lineage.redrives", { count: redrives.length })}
        </AppLink>
      )}
      {children.length > 0 && <Children execution={execution} />}
    </>
  );
}

const SHOWN = 10;

function Children({ execution }: { execution: ExecutionDetail }) {
  const { t } = useTranslation("run");
  const navigate = useNavigate();
  const { children } = execution.lineage;
  return (
    <Menu>
      <Menu.Target>
        <Anchor component="button" type="button" fz="sm" className={classes.lineage}>
          <GitBranch size={14} aria-hidden />
          {t("lineage.children", { count: children.length })}
        </Anchor>
      </Menu.Target>
      <Menu.Dropdown>
        {children.slice(0, SHOWN).map((child) => (
          <Menu.Item
            key={child.id}
            rightSection={<StatusBadge status={child.status} size="sm" />}
            onClick={() => void navigate({ to: paths.execution(child.id) })}
          >
            <FlowName flowId={child.flowId} /> · {shortId(child.id)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          onClick={() => void navigate({ to: paths.executions(), search: { parent: execution.id } })}
        >
          {t("lineage.all")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
