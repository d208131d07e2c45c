import { Group, Text } from "@mantine/core";
import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Execution } from "@/api/executions/types";
import { AppLink } from "@/components/AppLink";
import { CopyButton } from "@/components/CopyButton";
import { RelativeTime } from "@/components/RelativeTime";
import { StatusBadge } from "@/components/StatusBadge";
import { paths } from "@/lib/paths";
import { FlowName } from "../shared/FlowName";
import { RunDuration } from "../shared/RunDuration";
import { shortId } from "../shared/shortId";
import classes from "./list.module.css";
import { RunLabels } from "./RunLabels";
import { RunProgress } from "./RunProgress";

interface ExecutionCellsProps {
  run: Execution;
  /** Names of columns, in order. */
  columns: readonly string[];
}

/** The cells of a run in the table. */
export const ExecutionCells = memo(function ExecutionCells({ run, columns }: ExecutionCellsProps) {
  return columns.map((name) => <td key={name}>{CELLS[name]?.(run)}</td>);
});

const CELLS: Record<string, (run: Execution) => ReactNode> = {
  status: (run) => (
    <Group gap={0}>
      <StatusBadge status={run.status} size="sm" />
    </Group>
  ),
  run: (run) => <RunId id={run.id} />,
  flow: (run) => (
    <div className={classes.flow}>
      <Text component="span" truncate fz="sm" fw={500}>
        <FlowName flowId={run.flowId} />
      </Text>
      <Text component="span" fz="xs" c="dimmed">
        v{run.flowVersion}
      </Text>
    </div>
  ),
  version: (run) => <Quiet>v{run.flowVersion}</Quiet>,
  started: (run) => <Quiet>{run.startedAt ? <RelativeTime at={run.startedAt} /> : <Queued />}</Quiet>,
  ended: (run) => <Quiet>{run.endedAt ? <RelativeTime at={run.endedAt} /> : "–"}</Quiet>,
  duration: (run) => (
    <Text component="span" fz="sm">
      <RunDuration startedAt={run.startedAt} endedAt={run.endedAt} durationMs={run.durationMs} />
    </Text>
  ),
  progress: (run) => <RunProgress run={run} />,
  error: (run) => (
    <Text component="span" fz="sm" className={classes.error} title={run.error?.message}>
      {run.error?.message}
    </Text>
  ),
  errorStep: (run) => <Quiet>{run.error?.stepInstanceId}</Quiet>,
  errorName: (run) => <Quiet>{run.error?.errorName}</Quiet>,
  trigger: (run) => <Quiet>{run.trigger}</Quiet>,
  labels: (run) => <RunLabels labels={run.labels} most={1} />,
  redriveOf: (run) => run.redriveOf && <RunId id={run.redriveOf} />,
};

function RunId({ id }: { id: string }) {
  const { t } = useTranslation("executions");
  return (
    <Group gap={2} wrap="nowrap">
      <AppLink to={paths.execution(id)} className={classes.id}>
        {shortId(id)}
      </AppLink>
      <CopyButton value={id} label={t("list.copyId")} />
    </Group>
  );
}

function Quiet({ children }: { children: ReactNode }) {
  return (
    <Text component="span" fz="sm" c="dimmed">
      {children}
    </Text>
  );
}

function Queued() {
  return useTranslation("executions").t("duration.queued");
}
