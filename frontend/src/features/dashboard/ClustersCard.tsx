import { Badge, Card, Group, Skeleton, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { failureClustersQuery } from "@/api/dashboard/failureClusters";
import type { Span } from "@/api/dashboard/runStatistics";
import { AppLink } from "@/components/AppLink";
import { ErrorState } from "@/components/ErrorState";
import { RelativeTime } from "@/components/RelativeTime";
import { paths } from "@/lib/paths";
import { failedSince } from "./address";
import classes from "./dashboard.module.css";
import { Sparkline } from "./Sparkline";

const MOST = 5;

/** The largest clusters of failures; each leads to its runs. */
export function ClustersCard({ span }: { span: Span }) {
  const { t } = useTranslation("dashboard");
  const clusters = useQuery(failureClustersQuery(span));
  const found = clusters.data?.results;
  return (
    <Card p="md" component="section" aria-label={t("clusters.title")} h="100%">
      <Group justify="space-between" mb="xs">
        <Title order={2} fz="md">
          {t("clusters.title")}
        </Title>
        {found && found.length > 0 && (
          <AppLink
            to={paths.failures({ ...span })}
            fz="xs"
            aria-label={`${t("clusters.title")}: ${t("clusters.all")}`}
          >
            {t("clusters.all")}
          </AppLink>
        )}
      </Group>
      {clusters.isPending && <Skeleton height={120} />}
      {clusters.error && !clusters.data && (
        <ErrorState error={clusters.error} onRetry={() => void clusters.refetch()} />
      )}
      {found?.length === 0 && (
        <Text fz="sm" c="dimmed">
          {t("clusters.none")}
        </Text>
      )}
      <ul className={classes.feed}>
        {clusters.data?.results.slice(0, MOST).map((cluster) => (
          <li key={cluster.fingerprint}>
            <Group justify="space-between" wrap="nowrap" gap="md">
              <div style={{ minWidth: 0 }}>
                <AppLink
                  to={failedSince(span, clusters.data.from, { fingerprint: cluster.fingerprint })}
                  fz="sm"
                  fw={500}
                  display="block"
                  truncate
                  c="var(--mantine-color-text)"
                >
                  {cluster.message || cluster.errorName}
                </AppLink>
                <Text fz="xs" c="dimmed" truncate>
                  {cluster.flowName} · {cluster.stepInstanceId ?? t("clusters.noStep")} ·{" "}
                  <RelativeTime at={cluster.lastSeenAt} />
                </Text>
              </div>
              <Group gap="sm" wrap="nowrap">
                <Sparkline counts={cluster.trend} />
                <Badge color={cluster.open > 0 ? "red" : "gray"} miw={44}>
                  {cluster.count.toLocaleString("en")}
                </Badge>
              </Group>
            </Group>
          </li>
        ))}
      </ul>
    </Card>
  );
}
