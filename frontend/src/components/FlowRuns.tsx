import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FlowStatistics } from "@/api/flows/flowStatistics";
import { paths } from "@/lib/paths";
import { AppLink } from "./AppLink";
import { RelativeTime } from "./RelativeTime";
import { percent, RunBars } from "./RunBars";
import { StatusBadge } from "./StatusBadge";
import "./texts";

/** The status and time of the last run, as a link to it. */
export function LastRun({ statistics }: { statistics: FlowStatistics | undefined }) {
  const { t } = useTranslation("common");
  const last = statistics?.lastExecution;
  if (!last)
    return (
      <Text fz="sm" c="dimmed">
        {t("runs.none")}
      </Text>
    );
  return (
    <Group gap="xs" wrap="nowrap">
      <AppLink
        to={paths.execution(last.id)}
        underline="never"
        aria-label={t("runs.openLast", { status: last.status })}
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
      <Text fz="sm" component="span" miw={36} style={{ fontVariantNumeric: "tabular-nums" }}>
        {statistics.successRate === null ? "–" : percent(statistics.successRate)}
      </Text>
      <RunBars runs={statistics.recent} />
    </Group>
  );
}
