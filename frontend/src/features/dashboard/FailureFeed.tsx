import { Card, Group, Skeleton, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Span } from "@/api/dashboard/runStatistics";
import { flowNamesQuery } from "@/api/executions/flowNames";
import { recentExecutionsQuery } from "@/api/executions/recentExecutions";
import { AppLink } from "@/components/AppLink";
import { FAILURES } from "@/components/bulk/target";
import { ErrorState } from "@/components/ErrorState";
import { RelativeTime } from "@/components/RelativeTime";
import { StatusBadge } from "@/components/StatusBadge";
import { paths } from "@/lib/paths";
import { failedRunsOf } from "./address";
import classes from "./dashboard.module.css";

const MOST = 6;

/** The newest failed runs, live. */
export function FailureFeed({ span }: { span: Span }) {
  const { t } = useTranslation("dashboard");
  const runs = useQuery(recentExecutionsQuery(FAILURES.join(","), MOST, span.flow));
  const names = useQuery(flowNamesQuery());
  return (
    <Card p="md" component="section" aria-label={t("feed.title")} h="100%">
      <Group justify="space-between" mb="xs">
        <Title order={2} fz="md">
          {t("feed.title")}
        </Title>
        {runs.data && runs.data.length > 0 && (
          <AppLink to={failedRunsOf(span)} fz="xs">
            {t("feed.all")}
          </AppLink>
        )}
      </Group>
      {runs.isPending && <Skeleton height={120} />}
      {runs.error && !runs.data && <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.data?.length === 0 && (
        <Text fz="sm" c="dimmed">
          {t("feed.none")}
        </Text>
      )}
      <ul className={classes.feed} aria-live="polite">
        {runs.data?.map((run) => (
          <li key={run.id}>
            <Group justify="space-between" wrap="nowrap" gap="xs">
              <AppLink to={paths.execution(run.id)} fz="sm" fw={500} c="var(--mantine-color-text)" truncate>
                {names.data?.[run.flowId] ?? run.id.slice(-8)}
              </AppLink>
              <Group gap="xs" wrap="nowrap" style={{ flexShrink: 0 }}>
                <Text fz="xs" c="dimmed" component="span">
                  <RelativeTime at={run.endedAt ?? run.createdAt} />
                </Text>
                <StatusBadge status={run.status} size="sm" />
              </Group>
            </Group>
            <Text component="span" fz="xs" className={classes.message} title={run.error?.message}>
              {run.error?.message}
            </Text>
          </li>
        ))}
      </ul>
    </Card>
  );
}
