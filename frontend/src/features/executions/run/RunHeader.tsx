import { Badge, Group, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ExecutionDetail } from "@/api/executions/types";
import { AppLink } from "@/components/AppLink";
import { CopyButton } from "@/components/CopyButton";
import { LiveState } from "@/components/live/LiveState";
import { PageHeader } from "@/components/PageHeader";
import { RelativeTime } from "@/components/RelativeTime";
import { StatusBadge } from "@/components/StatusBadge";
import { useFlowName } from "@/lib/flowName";
import { paths } from "@/lib/paths";
import { RunDuration } from "../shared/RunDuration";
import { shortId } from "../shared/shortId";
import { Lineage } from "./Lineage";
import { RunActions } from "./RunActions";
import classes from "./run.module.css";
import type { RunPage } from "./useRunPage";

/** What run this is, how it goes, where it comes from, and what one can ask of it. */
export function RunHeader({ page, execution }: { page: RunPage; execution: ExecutionDetail }) {
  const { t } = useTranslation("run");
  const flow = useFlowName(execution.flowId) ?? shortId(execution.flowId);
  const title = `${flow} · ${t("title", { id: shortId(execution.id) })}`;
  return (
    <PageHeader
      title={title}
      heading={
        <Group gap={6} wrap="nowrap">
          <Title order={1} tabIndex={-1} className={classes.title}>
            {title}
          </Title>
          <CopyButton value={execution.id} label={t("meta.id")} />
        </Group>
      }
      breadcrumbs={[
        { label: t("crumb"), to: paths.executions() },
        { label: flow, to: paths.flow(execution.flowId) },
      ]}
      subtitle={<Facts page={page} execution={execution} />}
      actions={<RunActions page={page} execution={execution} />}
    />
  );
}

function Facts({ page, execution }: { page: RunPage; execution: ExecutionDetail }) {
  const { t } = useTranslation("run");
  return (
    <Group gap="xs" className={classes.facts}>
      <StatusBadge status={execution.status} />
      <LiveState state={page.live} />
      <AppLink to={paths.version(execution.flowId, execution.flowVersion)} fz="sm">
        {t("meta.version", { number: execution.flowVersion })}
      </AppLink>
      <Fact label={t("meta.started")}>
        {execution.startedAt ? <RelativeTime at={execution.startedAt} /> : t("meta.queued")}
      </Fact>
      <Fact label={t("meta.duration")}>
        <RunDuration
          startedAt={execution.startedAt}
          endedAt={execution.endedAt}
          durationMs={execution.durationMs}
        />
      </Fact>
      <Text component="span" fz="sm">
        {t("meta.visits", { count: execution.progress.visits })}
      </Text>
      <Fact label={t("meta.trigger")}>{execution.trigger}</Fact>
      {execution.priority !== 0 && (
        <Text component="span" fz="sm">
          {t("meta.priority", { number: execution.priority })}
        </Text>
      )}
      {Object.entries(execution.labels).map(([key, value]) => (
        <Badge key={key} size="sm" color="gray" maw={220}>
          {key}:{value}
        </Badge>
      ))}
      <Lineage execution={execution} />
    </Group>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <Text component="span" fz="sm">
      <Text component="span" c="dimmed" inherit>
        {label}{" "}
      </Text>
      {children}
    </Text>
  );
}
