import { Button, CloseButton, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Crosshair, Square } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { cancelExecution } from "@/api/executions/cancelExecution";
import { isOver, type VisitRow } from "@/api/executions/types";
import { AppLink } from "@/components/AppLink";
import { Duration } from "@/components/Duration";
import { notifyError } from "@/components/notify";
import { StatusBadge } from "@/components/StatusBadge";
import { paths } from "@/lib/paths";
import { runOverlay } from "@/lib/runs/overlay";
import { type FollowedRun, useRun } from "@/lib/runs/useRun";
import { usePermission } from "@/lib/session";
import { useCanvasApi } from "../canvas/canvasApi";
import { showRun } from "../sandbox/runOverlay";
import { useEditorStore } from "../store";
import { ResumeDialog } from "./ResumeDialog";
import classes from "./RunBar.module.css";
import { useFollowedRun } from "./runStore";

/** The run that lies over the canvas: how it stands and what one can do with it. Nothing when there is none. */
export function RunBar() {
  const { executionId, dismiss } = useFollowedRun();
  useEffect(() => dismiss, [dismiss]);
  return executionId === null ? null : <Bar key={executionId} executionId={executionId} />;
}

/** Lays what is known of a run over the canvas; takes it away at the end. */
function useOverlay(executionId: string, run: FollowedRun): void {
  const document = useFollowedRun((state) => state.document);
  const { execution, visits } = run;
  const overlay = useMemo(() => (document ? runOverlay(document, visits) : null), [document, visits]);
  useEffect(() => {
    if (!overlay) return;
    showRun({
      executionId,
      status: execution?.status ?? null,
      error: execution?.error ?? null,
      ...overlay,
    });
  }, [executionId, execution?.status, execution?.error, overlay]);
  useEffect(() => () => showRun(null), []);
}

function Bar({ executionId }: { executionId: string }) {
  const { t } = useTranslation("flow-editor");
  const run = useRun(executionId);
  const dismiss = useFollowedRun((state) => state.dismiss);
  useOverlay(executionId, run);
  const { execution } = run;
  const status = execution?.status ?? "QUEUED";
  return (
    <Group className={classes.bar} role="region" aria-label={t("run.bar")} gap="sm" data-run-status={status}>
      <div role="status" aria-live="polite">
        <StatusBadge status={status} />
      </div>
      <Text fz="sm" c="dimmed">
        {t("run.visits", { count: run.visits.length })}
        {execution?.durationMs != null && (
          <>
            {" · "}
            <Duration ms={execution.durationMs} />
          </>
        )}
      </Text>
      {run.live === "reconnecting" && (
        <Text fz="sm" c="var(--allma-wait)">
          {t("run.reconnecting")}
        </Text>
      )}
      {execution?.error && (
        <Text fz="sm" c="var(--allma-fail)" className={classes.error} title={execution.error.message}>
          {execution.error.message}
        </Text>
      )}
      <Group gap="xs" className={classes.actions}>
        <Actions executionId={executionId} run={run} />
        <AppLink to={paths.execution(executionId)} fz="sm">
          {t("run.open")}
        </AppLink>
        <CloseButton size="sm" aria-label={t("run.dismiss")} onClick={dismiss} />
      </Group>
    </Group>
  );
}

function Actions({ executionId, run }: { executionId: string; run: FollowedRun }) {
  const { t } = useTranslation("flow-editor");
  const mayRun = usePermission("run");
  const status = run.execution?.status ?? "QUEUED";
  const cancel = useMutation({
    mutationFn: () => cancelExecution(executionId),
    onSuccess: run.refresh,
    onError: notifyError,
  });
  const failedAt = run.execution?.error?.stepInstanceId;
  const waiting = status === "WAITING" ? run.visits.find(isAwaited) : undefined;
  return (
    <>
      {failedAt && <GoToFailure stepId={failedAt} />}
      {mayRun && waiting && <Resume executionId={executionId} visit={waiting} onResumed={run.refresh} />}
      {mayRun && !isOver(status) && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Square size={12} aria-hidden />}
          loading={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          {t("run.cancel")}
        </Button>
      )}
    </>
  );
}

const isAwaited = (visit: VisitRow): boolean =>
  visit.status === "WAITING" && ["WAIT_FOR_EXTERNAL_EVENT", "HUMAN_APPROVAL"].includes(visit.stepType);

function GoToFailure({ stepId }: { stepId: string }) {
  const { t } = useTranslation("flow-editor");
  const store = useEditorStore();
  const canvas = useCanvasApi();
  const go = () => {
    const state = store.getState();
    if (!state.document.steps[stepId]) return;
    canvas.centerOn(stepId);
    state.select({ steps: [stepId] });
    state.openStep(stepId);
  };
  return (
    <Button
      size="compact-sm"
      variant="light"
      color="red"
      leftSection={<Crosshair size={13} aria-hidden />}
      onClick={go}
    >
      {t("run.toFailure")}
    </Button>
  );
}

function Resume({
  executionId,
  visit,
  onResumed,
}: {
  executionId: string;
  visit: VisitRow;
  onResumed: () => void;
}) {
  const { t } = useTranslation("flow-editor");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="compact-sm" onClick={() => setOpen(true)}>
        {t("run.resume")}
      </Button>
      {isOpen && (
        <ResumeDialog
          executionId={executionId}
          seq={visit.seq}
          onClose={() => setOpen(false)}
          onResumed={onResumed}
        />
      )}
    </>
  );
}
