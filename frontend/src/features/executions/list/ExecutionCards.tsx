import { Card, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Execution } from "@/api/executions/types";
import { RelativeTime } from "@/components/RelativeTime";
import { StatusBadge } from "@/components/StatusBadge";
import { paths } from "@/lib/paths";
import { FlowName } from "../shared/FlowName";
import { RunDuration } from "../shared/RunDuration";
import { shortId } from "../shared/shortId";
import classes from "./list.module.css";
import { RowMenu } from "./RowMenu";
import { RunLabels } from "./RunLabels";
import { RunProgress } from "./RunProgress";
import { useLongList } from "./useLongList";

const CARD_HEIGHT = 136;

/** Runs as cards, for narrow screens. */
export function ExecutionCards({ runs }: { runs: Execution[] }) {
  const { t } = useTranslation("executions");
  const { anchor, visible, before, after } = useLongList(runs, CARD_HEIGHT);
  return (
    <div ref={anchor}>
      <Stack component="ul" gap="xs" m={0} p={0} aria-label={t("list.label")} style={{ listStyle: "none" }}>
        {before > 0 && <li aria-hidden style={{ height: before }} />}
        {visible.map(({ item }) => (
          <li key={item.id}>
            <RunCard run={item} />
          </li>
        ))}
        {after > 0 && <li aria-hidden style={{ height: after }} />}
      </Stack>
    </div>
  );
}

function RunCard({ run }: { run: Execution }) {
  const { t } = useTranslation("executions");
  return (
    <Card padding="sm">
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <StatusBadge status={run.status} size="sm" />
        <RowMenu run={run} />
      </Group>
      <Link to={paths.execution(run.id)} className={classes.card}>
        <div className={classes.flow}>
          <Text component="span" fw={600} truncate>
            <FlowName flowId={run.flowId} />
          </Text>
          <Text component="span" fz="xs" c="dimmed">
            v{run.flowVersion} · {shortId(run.id)}
          </Text>
        </div>
        <Group gap="xs" fz="sm" c="dimmed">
          {run.startedAt ? <RelativeTime at={run.startedAt} /> : t("duration.queued")}
          <span aria-hidden>·</span>
          <RunDuration startedAt={run.startedAt} endedAt={run.endedAt} durationMs={run.durationMs} />
          <span aria-hidden>·</span>
          <span>{run.trigger}</span>
        </Group>
        <RunProgress run={run} />
        <RunLabels labels={run.labels} most={3} />
      </Link>
    </Card>
  );
}
