import { Paper, Stack, Switch, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BulkJob } from "@/api/bulk/types";
import type { Cluster } from "@/api/dashboard/failureClusters";
import { BulkDialog } from "@/components/bulk/BulkDialog";
import classes from "../dashboard.module.css";

interface RedriveClusterProps {
  cluster: Cluster;
  /** When the time begins that one looks at, ISO 8601. */
  from: string;
  onClose: () => void;
  onStarted: (job: BulkJob) => void;
}

/**
 * Redrives the runs of a cluster that ended in the time one looks at: those that nobody has redriven yet, and as a canary,
 * unless one says otherwise.
 */
export function RedriveCluster({ cluster, from, onClose, onStarted }: RedriveClusterProps) {
  const { t } = useTranslation("dashboard");
  const [leaveOut, setLeaveOut] = useState(true);
  const { fingerprint } = cluster;
  const target = useMemo(
    () => ({ filters: { fingerprint, endedAfter: from, ...(leaveOut && { redriven: false }) } }),
    [fingerprint, from, leaveOut],
  );
  return (
    <BulkDialog
      action="redrive"
      canary
      target={target}
      flow={cluster.flowId}
      about={
        <Stack gap="md">
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
          <Switch
            label={t("clusters.leaveOut")}
            description={t("clusters.leaveOutHint")}
            checked={leaveOut}
            onChange={(event) => setLeaveOut(event.currentTarget.checked)}
          />
        </Stack>
      }
      onClose={onClose}
      onStarted={onStarted}
    />
  );
}
