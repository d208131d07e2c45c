import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FlowStatistics } from "@/api/flows/flowStatistics";
import { AppLink } from "@/components/AppLink";
import { RelativeTime } from "@/components/RelativeTime";
import { percent, RunBars } from "@/components/RunBars";
import { StatusBadge } from "@/components/StatusBadge";
import { paths } from "@/lib/paths";
import type { Flow } from "../flowStatus";
import classes from "./FlowCells.module.css";

/** A flow's name as a link, its description in one line, and its tags. */
export function FlowName({ flow }: { flow: Flow }) {
  return (
    <div className={classes.name}>
      <AppLink to={paths.flow(flow.id)} fw={600} c="var(--mantine-color-text)" display="block" truncate>
        {flow.name}
      </AppLink>
      {flow.description && (
        <Text fz="sm" c="dimmed" truncate>
          {flow.description}
        </Text>
      )}
      {flow.tags.length > 0 && (
        <Group mt={4}>
          <Tags tags={flow.tags} />
        </Group>
      )}
    </div>
  );
}

/** Tags in gray; the first three, and how many more there are. */
export function Tags({ tags }: { tags: readonly string[] }) {
  const rest = tags.length - 3;
  return tags.length ? (
    <Group gap={4} wrap="nowrap" className={classes.tags}>
      {tags.slice(0, 3).map((tag) => (
        <Badge key={tag} color="gray" size="sm" radius="sm" className={classes.tag}>
          {tag}
        </Badge>
      ))}
      {rest > 0 && (
        <Text fz="xs" c="dimmed" title={tags.slice(3).join(", ")}>
          +{rest}
        </Text>
      )}
    </Group>
  ) : null;
}

/** The status and time of the last run, as a link to it. */
export function LastRun({ statistics }: { statistics: FlowStatistics | undefined }) {
  const { t } = useTranslation("flows");
  const last = statistics?.lastExecution;
  if (!last)
    return (
      <Text fz="sm" c="dimmed">
        {t("list.noRuns")}
      </Text>
    );
  return (
    <Group gap="xs" wrap="nowrap">
      <AppLink
        to={paths.execution(last.id)}
        underline="never"
        aria-label={t("list.openLast", { status: last.status })}
      >
        <StatusBadge status={last.status} />
      </AppLink>
      <Text fz="sm" c="dimmed" component="span">
        <RelativeTime at={last.startedAt ?? last.createdAt} />
      </Text>
    </Group>
  );
}

/** The rate of success with the newest runs as bars. */
export function SuccessRate({ statistics }: { statistics: FlowStatistics | undefined }) {
  if (!statistics?.recent.length)
    return (
      <Text fz="sm" c="dimmed" component="span">
        –
      </Text>
    );
  return (
    <Group gap="xs" wrap="nowrap">
      <Text fz="sm" component="span" className={classes.rate}>
        {statistics.successRate === null ? "–" : percent(statistics.successRate)}
      </Text>
      <RunBars runs={statistics.recent} />
    </Group>
  );
}
