import { Alert, Badge, Button, Card, Group, Progress, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleStop, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { stopBulkJob } from "@/api/bulk/stopBulkJob";
import type { BulkJob } from "@/api/bulk/types";
import { notifyError, notifySuccess } from "@/components/notify";
import { RelativeTime } from "@/components/RelativeTime";
import { usePermission } from "@/lib/session";
import "./texts";

const COLORS = { RUNNING: "blue", COMPLETED: "teal", STOPPED: "orange" } as const;

/** How far a job is. `onOpen`: a way to its runs. */
export function JobCard({ job, onOpen }: { job: BulkJob; onOpen?: () => void }) {
  const { t } = useTranslation("bulk");
  return (
    <Card p="md">
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Text fw={600}>{t(`action.${job.action}`, { count: job.total })}</Text>
          <Badge color={COLORS[job.status]} data-job-status={job.status}>
            {t(`status.${job.status}`)}
          </Badge>
        </Group>
        <Text fz="sm" c="dimmed">
          <RelativeTime at={job.createdAt} /> {t("by", { name: job.createdBy })}
          {job.action === "redrive" &&
            job.version !== "original" &&
            ` · ${t("onVersion", { version: job.version })}`}
        </Text>
        <JobProgress job={job} />
        <StageLine job={job} />
        {job.reason && (
          <Alert color="orange" icon={<TriangleAlert size={16} aria-hidden />} p="xs">
            {job.reason}
          </Alert>
        )}
        <Group gap="xs">
          {onOpen && (
            <Button size="compact-sm" variant="default" onClick={onOpen}>
              {t("show")}
            </Button>
          )}
          {job.status === "RUNNING" && <StopButton job={job} />}
        </Group>
      </Stack>
    </Card>
  );
}

function JobProgress({ job }: { job: BulkJob }) {
  const { t } = useTranslation("bulk");
  const share = (part: number) => (100 * part) / Math.max(1, job.total);
  const label = t("done", { done: job.done, total: job.total });
  const parts = [
    ["succeeded", "var(--allma-ok)"],
    ["failed", "var(--allma-fail)"],
    ["skipped", "var(--allma-skip)"],
  ] as const;
  return (
    <div>
      <Progress.Root size="sm" aria-label={label}>
        {parts.map(([name, color]) => (
          <Progress.Section
            key={name}
            value={share(job[name])}
            color={color}
            aria-label={t(name, { number: job[name] })}
          />
        ))}
      </Progress.Root>
      <Text fz="sm" mt={6} style={{ fontVariantNumeric: "tabular-nums" }}>
        {[
          label,
          ...parts.filter(([name]) => job[name] > 0).map(([name]) => t(name, { number: job[name] })),
        ].join(" · ")}
      </Text>
    </div>
  );
}

function StageLine({ job }: { job: BulkJob }) {
  const { t } = useTranslation("bulk");
  if (job.stages.length < 2) return null;
  const size = job.stages[job.stage];
  return (
    <Text fz="sm" c="dimmed">
      {t("stage", { stage: job.stage + 1, stages: job.stages.length })}:{" "}
      {typeof size === "number" ? t("stageSize", { count: size }) : t("stageRest")}
      {job.maxFailureRate !== null && ` · ${t("rate", { rate: Math.round(100 * job.maxFailureRate) })}`}
    </Text>
  );
}

function StopButton({ job }: { job: BulkJob }) {
  const { t } = useTranslation("bulk");
  const queryClient = useQueryClient();
  const stopping = useMutation({
    mutationFn: () => stopBulkJob(job.id),
    onSuccess: () => notifySuccess(t("stopped")),
    onError: notifyError,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["bulk"] }),
  });
  if (!usePermission("run")) return null;
  return (
    <Button
      size="compact-sm"
      variant="light"
      color="red"
      leftSection={<CircleStop size={14} aria-hidden />}
      loading={stopping.isPending}
      onClick={() => stopping.mutate()}
    >
      {t("stop")}
    </Button>
  );
}
