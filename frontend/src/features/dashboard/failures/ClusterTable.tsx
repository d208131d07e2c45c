import { Badge, Button, Group, Table, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Cluster } from "@/api/dashboard/failureClusters";
import type { Span } from "@/api/dashboard/runStatistics";
import { AppLink } from "@/components/AppLink";
import { RelativeTime } from "@/components/RelativeTime";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { failedSince } from "../address";
import classes from "../dashboard.module.css";
import { Sparkline } from "../Sparkline";

interface ClusterTableProps {
  clusters: readonly Cluster[];
  span: Span;
  /** When the time begins that is counted, ISO 8601. */
  from: string;
  onRedrive: (cluster: Cluster) => void;
}

/** Clusters of failures, the largest first. */
export function ClusterTable({ clusters, onRedrive, ...counted }: ClusterTableProps) {
  const { t } = useTranslation("dashboard");
  return (
    <Table.ScrollContainer minWidth={860} type="native">
      <Table aria-label={t("clusters.label")} verticalSpacing="sm" layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("clusters.error")}</Table.Th>
            <Table.Th w={76} ta="end">
              {t("clusters.count")}
            </Table.Th>
            <Table.Th w={76} ta="end">
              <Tooltip label={t("clusters.openHint")}>
                <span>{t("clusters.open")}</span>
              </Tooltip>
            </Table.Th>
            <Table.Th w={112}>{t("clusters.first")}</Table.Th>
            <Table.Th w={112}>{t("clusters.last")}</Table.Th>
            <Table.Th w={128}>{t("clusters.trend")}</Table.Th>
            <Table.Th w={130} pos="relative">
              <VisuallyHidden>{t("clusters.actions")}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {clusters.map((cluster) => (
            <Row key={cluster.fingerprint} cluster={cluster} onRedrive={onRedrive} {...counted} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface RowProps extends Omit<ClusterTableProps, "clusters"> {
  cluster: Cluster;
}

function Row({ cluster, span, from, onRedrive }: RowProps) {
  const { t } = useTranslation("dashboard");
  const mayRun = usePermission("run");
  const message = cluster.message || cluster.errorName;
  return (
    <Table.Tr>
      <Table.Td>
        <AppLink
          to={failedSince(span, from, { fingerprint: cluster.fingerprint })}
          fw={500}
          c="var(--mantine-color-text)"
          className={classes.wrapped}
        >
          {message}
        </AppLink>
        <Group gap={6} mt={2}>
          <Text fz="xs" c="dimmed">
            {cluster.flowName} v{cluster.flowVersion} · {cluster.stepInstanceId ?? t("clusters.noStep")}
          </Text>
          <Badge size="sm" color="gray">
            {cluster.errorName}
          </Badge>
          <AppLink to={paths.execution(cluster.latestExecutionId)} fz="xs">
            {t("clusters.latest")}
          </AppLink>
        </Group>
      </Table.Td>
      <Table.Td ta="end">{cluster.count.toLocaleString("en")}</Table.Td>
      <Table.Td ta="end">
        <Text span inherit c={cluster.open > 0 ? "var(--allma-fail)" : "var(--allma-ok)"} fw={600}>
          {cluster.open.toLocaleString("en")}
        </Text>
      </Table.Td>
      <Table.Td>
        <RelativeTime at={cluster.firstSeenAt} />
      </Table.Td>
      <Table.Td>
        <RelativeTime at={cluster.lastSeenAt} />
      </Table.Td>
      <Table.Td>
        <Sparkline counts={cluster.trend} />
      </Table.Td>
      <Table.Td ta="end">
        {mayRun && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<RotateCcw size={14} aria-hidden />}
            aria-label={t("clusters.redriveOf", { message })}
            onClick={() => onRedrive(cluster)}
          >
            {t("clusters.redrive")}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
