import { Group, Text } from "@mantine/core";
import { memo } from "react";
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

/** The cells of a run in the table. */
export const ExecutionCells = memo(function ExecutionCells({ run }: { run: Execution }) {
  const { t } = useTranslation("executions");
  return (
    <>
      <td>
        <Group gap={0}>
          <StatusBadge status={run.status} size="sm" />
        </Group>
      </td>
      <td>
        <Group gap={2} wrap="nowrap">
          <AppLink to={paths.execution(run.id)} className={classes.id}>
            {shortId(run.id)}
          </AppLink>
          <CopyButton value={run.id} label={t("list.copyId")} />
        </Group>
      </td>
      <td>
        <div className={classes.flow}>
          <Text component="span" truncate fz="sm" fw={500}>
            <FlowName flowId={run.flowId} />
          </Text>
          <Text component="span" fz="xs" c="dimmed">
            v{run.flowVersion}
          </Text>
        </div>
      </td>
      <td>
        <Text component="span" fz="sm" c="dimmed">
          {run.startedAt ? <RelativeTime at={run.startedAt} /> : t("duration.queued")}
        </Text>
      </td>
      <td>
        <Text component="span" fz="sm">
          <RunDuration startedAt={run.startedAt} endedAt={run.endedAt} durationMs={run.durationMs} />
        </Text>
      </td>
      <td>
        <RunProgress run={run} />
      </td>
      <td>
        <Text component="span" fz="sm" c="dimmed">
          {run.trigger}
        </Text>
      </td>
      <td>
        <RunLabels labels={run.labels} most={1} />
      </td>
    </>
  );
});
