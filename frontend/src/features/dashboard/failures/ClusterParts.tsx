import { Badge, Button, Group, Text } from "@mantine/core";
import { RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Cluster } from "@/api/dashboard/failureClusters";
import type { Span } from "@/api/dashboard/runStatistics";
import { AppLink } from "@/components/AppLink";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { failedSince } from "../address";
import classes from "../dashboard.module.css";

/** What failed and where; leads to the runs, and to the newest of them. */
export function ClusterName({ cluster, span, from }: { cluster: Cluster; span: Span; from: string }) {
  const { t } = useTranslation("dashboard");
  return (
    <>
      <AppLink
        to={failedSince(span, from, { fingerprint: cluster.fingerprint })}
        fw={500}
        c="var(--mantine-color-text)"
        className={classes.wrapped}
      >
        {cluster.message || cluster.errorName}
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
    </>
  );
}

/** How many runs nobody has mended yet. */
export function OpenCount({ cluster }: { cluster: Cluster }) {
  return (
    <Text span inherit c={cluster.open > 0 ? "var(--allma-fail)" : "var(--allma-ok)"} fw={600}>
      {cluster.open.toLocaleString("en")}
    </Text>
  );
}

interface RedriveButtonProps {
  cluster: Cluster;
  onRedrive: (cluster: Cluster) => void;
}

/** Asks to try the runs again; nothing for who may not run flows. */
export function RedriveButton({ cluster, onRedrive }: RedriveButtonProps) {
  const { t } = useTranslation("dashboard");
  if (!usePermission("run")) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<RotateCcw size={14} aria-hidden />}
      aria-label={t("clusters.redriveOf", { message: cluster.message || cluster.errorName })}
      onClick={() => onRedrive(cluster)}
    >
      {t("clusters.redrive")}
    </Button>
  );
}
