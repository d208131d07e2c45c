import { Anchor, Menu, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { CornerLeftUp, GitBranch, RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ExecutionDetail } from "@/api/executions/types";
import { AppLink } from "@/components/AppLink";
import { RelativeTime } from "@/components/RelativeTime";
import { StatusBadge } from "@/components/StatusBadge";
import { paths } from "@/lib/paths";
import { FlowName } from "../shared/FlowName";
import { shortId } from "../shared/shortId";
import classes from "./run.module.css";

/** What a run came from and what came from it. */
export function Lineage({ execution }: { execution: ExecutionDetail }) {
  const { t } = useTranslation("run");
  const { parentId, parentSeq, redrives, children } = execution.lineage;
  return (
    <>
      {parentId && (
        <AppLink to={paths.execution(parentId, parentSeq ?? undefined)} fz="sm" className={classes.lineage}>
          <CornerLeftUp size={14} aria-hidden />
          {t("lineage.parent", { id: shortId(parentId) })}
        </AppLink>
      )}
      <Origin execution={execution} />
      {redrives.length > 0 && <Redrives execution={execution} />}
      {children.length > 0 && <Children execution={execution} />}
    </>
  );
}

function Origin({ execution }: { execution: ExecutionDetail }) {
  const { t } = useTranslation("run");
  const { redriveOf, redriveFromSeq, redriveContextDiff } = execution.lineage;
  if (!redriveOf) return null;
  const edits = redriveContextDiff?.length ?? 0;
  return (
    <>
      <AppLink
        to={paths.execution(redriveOf, redriveFromSeq ?? undefined)}
        fz="sm"
        className={classes.lineage}
      >
        <RotateCcw size={14} aria-hidden />
        {redriveFromSeq === null
          ? t("lineage.redriveOf", { id: shortId(redriveOf) })
          : t("lineage.redriveFrom", { id: shortId(redriveOf), seq: redriveFromSeq })}
      </AppLink>
      {edits > 0 && (
        <Text component="span" fz="sm">
          {t("lineage.edited", { count: edits })}
        </Text>
      )}
    </>
  );
}

const SHOWN = 10;

function Redrives({ execution }: { execution: ExecutionDetail }) {
  const { t } = useTranslation("run");
  const navigate = useNavigate();
  const { redrives } = execution.lineage;
  return (
    <Menu>
      <Menu.Target>
        <Anchor component="button" type="button" fz="sm" className={classes.lineage}>
          <RotateCcw size={14} aria-hidden />
          {t("lineage.redrives", { count: redrives.length })}
        </Anchor>
      </Menu.Target>
      <Menu.Dropdown>
        {redrives.slice(-SHOWN).map((again) => (
          <Menu.Item
            key={again.id}
            rightSection={<StatusBadge status={again.status} size="sm" />}
            onClick={() => void navigate({ to: paths.execution(again.id) })}
          >
            {again.fromSeq === null
              ? t("lineage.whole", { id: shortId(again.id), version: again.flowVersion })
              : t("lineage.from", {
                  id: shortId(again.id),
                  version: again.flowVersion,
                  seq: again.fromSeq,
                })}{" "}
            · <RelativeTime at={again.createdAt} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

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
