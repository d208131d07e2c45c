import { Group, Skeleton, Text, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FlowStatistics } from "@/api/flows/flowStatistics";
import { paths } from "@/lib/paths";
import { AppLink } from "./AppLink";
import { RelativeTime } from "./RelativeTime";
import { percent, RunBars } from "./RunBars";
import { StatusBadge } from "./StatusBadge";
import "./texts";

interface FlowRunsProps {
  /** undefined while they load, null when they are not known. */
  statistics: FlowStatistics | null | undefined;
}

/** The status and time of the last run, as a link to it. */
export function LastRun({ statistics }: FlowRunsProps) {
  const { t } = useTranslation("common");
  if (statistics === undefined) return <Loading width={150} />;
  if (statistics === null) return <Unknown />;
  const last = statistics.lastExecution;
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
export function SuccessRate({ statistics }: FlowRunsProps) {
  if (statistics === undefined) return <Loading width={120} />;
  if (!statistics?.recent.length) return <Unknown />;
  return (
    <Group gap="xs" wrap="nowrap">
      <Text fz="sm" component="span" miw={36} style={{ fontVariantNumeric: "tabular-nums" }}>
        {statistics.successRate === null ? "–" : percent(statistics.successRate)}
      </Text>
      <RunBars runs={statistics.recent} />
    </Group>
  );
}

function Loading({ width }: { width: number }) {
  const { t } = useTranslation("common");
  return (
    <>
      <Skeleton height={20} width={width} maw="100%" aria-hidden />
      <VisuallyHidden>{t("loading")}</VisuallyHidden>
    </>
  );
}

function Unknown() {
  return (
    <Text fz="sm" c="dimmed" component="span">
      –
    </Text>
  );
}
