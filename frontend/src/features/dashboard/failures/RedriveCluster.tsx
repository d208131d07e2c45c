import { Paper, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { BulkJob } from "@/api/bulk/types";
import type { Cluster } from "@/api/dashboard/failureClusters";
import type { Span } from "@/api/dashboard/runStatistics";
import { BulkDialog } from "@/components/bulk/BulkDialog";
import { RANGE_MS } from "@/lib/timeSpan";
import classes from "../dashboard.module.css";

interface RedriveClusterProps {
  cluster: Cluster;
  span: Span;
  onClose: () => void;
  onStarted: (job: BulkJob) => void;
}

/** Redrives the runs of a cluster that began in the time one looks at, as a canary unless one says otherwise. */
export function RedriveCluster({ cluster, span, onClose, onStarted }: RedriveClusterProps) {
  const { t } = useTranslation("dashboard");
  const { fingerprint } = cluster;
  const target = useMemo(() => {
    const startedAfter = new Date(Date.now() - RANGE_MS[span.range]).toISOString();
    return { filters: { fingerprint, startedAfter } };
  }, [fingerprint, span.range]);
  return (
    <BulkDialog
      action="redrive"
      canary
      target={target}
      about={
        <Paper withBorder p="sm">
          <Text fz="sm" c="dimmed">
            {t("clusters.about", {
              flow: cluster.flowName,
              step: cluster.stepInstanceId ?? t("clusters.noStep"),
            })}
          </Text>
          <Text fz="sm" fw={500} className={classes.wrapped}>
            {cluster.message || cluster.errorName}
          </Text>
        </Paper>
      }
      onClose={onClose}
      onStarted={onStarted}
    />
  );
}
