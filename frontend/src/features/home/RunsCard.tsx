import { Card, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { LucideIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { flowNamesQuery } from "@/api/executions/flowNames";
import { recentExecutionsQuery } from "@/api/executions/recentExecutions";
import { AppLink } from "@/components/AppLink";
import { ErrorState } from "@/components/ErrorState";
import { RelativeTime } from "@/components/RelativeTime";
import { StatusBadge } from "@/components/StatusBadge";
import { paths } from "@/lib/paths";

const MOST = 5;

interface RunsCardProps {
  what: "running" | "waiting" | "failed";
  icon: LucideIcon;
  /** The statuses that belong here, with commas. */
  status: string;
}

/** The newest runs with some statuses. */
export function RunsCard({ what, icon: Icon, status }: RunsCardProps) {
  const { t } = useTranslation("home");
  const runs = useQuery(recentExecutionsQuery(status, MOST));
  const names = useQuery(flowNamesQuery());
  return (
    <Card p="md" component="section" aria-label={t(`${what}.title`)}>
      <Group justify="space-between" mb="sm" wrap="nowrap">
        <Group gap="xs" wrap="nowrap">
          <Icon size={17} aria-hidden color="var(--allma-muted)" />
          <Title order={2} fz="md">
            {t(`${what}.title`)}
          </Title>
        </Group>
        {runs.data && runs.data.length > 0 && (
          <AppLink
            to={paths.executions({ status })}
            fz="xs"
            aria-label={`${t(`${what}.title`)}: ${t("all")}`}
          >
            {t("all")}
          </AppLink>
        )}
      </Group>
      {runs.isPending && <Skeleton height={96} />}
      {runs.error && <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.data?.length === 0 && (
        <Text fz="sm" c="dimmed">
          {t(`${what}.none`)}
        </Text>
      )}
      <Stack gap={8} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
        {runs.data?.map((run) => (
          <Group key={run.id} component="li" justify="space-between" wrap="nowrap" gap="xs">
            <AppLink to={paths.execution(run.id)} fz="sm" c="var(--mantine-color-text)" truncate>
              {names.data?.[run.flowId] ?? run.id.slice(-8)}
            </AppLink>
            <Group gap="xs" wrap="nowrap">
              <Text fz="xs" c="dimmed" component="span">
                <RelativeTime at={run.endedAt ?? run.startedAt ?? run.createdAt} />
              </Text>
              <StatusBadge status={run.status} size="sm" />
            </Group>
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
