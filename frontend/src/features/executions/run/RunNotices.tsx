import { Alert, Button, Group, Text } from "@mantine/core";
import { CircleX, Hourglass, Info } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ExecutionDetail, isOver, type VisitRow } from "@/api/executions/types";
import { usePermission } from "@/lib/session";
import { FixButton } from "../fix/FixButton";
import classes from "./run.module.css";
import type { RunPage } from "./useRunPage";

const ResumeDialog = lazy(() => import("./ResumeDialog").then((m) => ({ default: m.ResumeDialog })));

const EVENT_STEPS = new Set(["WAIT_FOR_EXTERNAL_EVENT", "HUMAN_APPROVAL"]);

/** What stands in the way of a run, and what to do about it. */
export function RunNotices({ page, execution }: { page: RunPage; execution: ExecutionDetail }) {
  const [isGiving, setGiving] = useState(false);
  // The dialog is no part of a notice: what is typed in it stays when the run is paused, or fails, meanwhile.
  return (
    <>
      <Notice page={page} execution={execution} onGive={() => setGiving(true)} />
      {isGiving && (
        <Suspense fallback={null}>
          <ResumeDialog page={page} waits={page.visits.filter(isForEvent)} onClose={() => setGiving(false)} />
        </Suspense>
      )}
    </>
  );
}

interface NoticeProps {
  page: RunPage;
  execution: ExecutionDetail;
  onGive: () => void;
}

function Notice({ page, execution, onGive }: NoticeProps) {
  const { t } = useTranslation("run");
  if (execution.error) return <FailedNotice page={page} error={execution.error} />;
  if (isOver(execution.status)) return null;
  if (execution.cancelRequestedAt) return <Note text={t("notice.cancelling")} />;
  if (execution.status === "PAUSED") return <Note text={t("notice.paused")} />;
  if (execution.pauseRequestedAt) return <Note text={t("notice.pausing")} />;
  if (execution.status === "QUEUED") return <Note text={t("notice.queued")} />;
  return <WaitingNotice page={page} onGive={onGive} />;
}

function Note({ text }: { text: string }) {
  return (
    <Alert color="gray" icon={<Info size={16} aria-hidden />} className={classes.notice}>
      <Text fz="sm">{text}</Text>
    </Alert>
  );
}

function FailedNotice({ page, error }: { page: RunPage; error: NonNullable<ExecutionDetail["error"]> }) {
  const { t } = useTranslation("run");
  const { stepInstanceId: step } = error;
  const visit = step ? page.visits.findLast((one) => one.stepInstanceId === step) : undefined;
  const title = step
    ? t("notice.failed", { name: error.errorName, step: page.nameOf(step) })
    : t("notice.failedAlone", { name: error.errorName });
  return (
    <Alert color="red" icon={<CircleX size={16} aria-hidden />} title={title} className={classes.notice}>
      <Group justify="space-between" gap="sm" align="flex-start">
        <Text fz="sm" className={classes.message} tabIndex={0}>
          {error.message}
        </Text>
        {visit && visit.seq !== page.chosen?.seq && (
          <Button
            size="compact-sm"
            variant="light"
            color="red"
            onClick={() => page.change({ seq: visit.seq, tab: undefined })}
          >
            {t("notice.goTo")}
          </Button>
        )}
        {visit && (
          <FixButton
            executionId={page.id}
            seq={visit.seq}
            button={{ size: "compact-sm", variant: "default" }}
          />
        )}
      </Group>
    </Alert>
  );
}

function WaitingNotice({ page, onGive }: Pick<NoticeProps, "page" | "onGive">) {
  const { t } = useTranslation("run");
  const mayRun = usePermission("run");
  const waits = page.visits.filter(isForEvent);
  const [first] = waits;
  if (!first) return null;
  return (
    <Alert color="yellow" icon={<Hourglass size={16} aria-hidden />} className={classes.notice}>
      <Group justify="space-between" gap="sm">
        <Text fz="sm">
          {t("notice.waiting", { count: waits.length, step: page.nameOf(first.stepInstanceId) })}
        </Text>
        {mayRun && (
          <Button size="compact-sm" onClick={onGive}>
            {t("action.give")}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

function isForEvent(visit: VisitRow): boolean {
  return visit.status === "WAITING" && EVENT_STEPS.has(visit.stepType);
}
