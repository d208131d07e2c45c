import { Input, Modal, SegmentedControl, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { runDefinitionQuery } from "@/api/executions/getRunDefinition";
import type { ExecutionDetail, VisitRow } from "@/api/executions/types";
import { DialogButtons } from "@/components/DialogButtons";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { readDocument } from "@/lib/definition/read";
import { askDiscard } from "./askDiscard";
import { ContextEditor } from "./ContextEditor";
import { DataChoice } from "./RedriveDialog";
import { RestartPreview } from "./RestartPreview";
import classes from "./redrive.module.css";
import { type Restart, useRestart } from "./useRestart";
import { VersionChoice } from "./VersionChoice";

interface TimeMachineProps {
  run: ExecutionDetail;
  visit: VisitRow;
  onClose: () => void;
}

/** A run again from one of its visits: version, data and branches of choice, and what that would do before it does. */
export function TimeMachine({ run, visit, onClose }: TimeMachineProps) {
  const { t } = useTranslation("redrive");
  const restart = useRestart(run, visit, onClose);
  const { preview, sending } = restart;
  const step = useStepName(run.id, visit.stepInstanceId);
  const [hasEditor, setHasEditor] = useState(false);
  if (restart.edited && !hasEditor) setHasEditor(true);
  const leave = () => void askDiscard(restart.isEdited).then((may) => may && onClose());
  return (
    <Modal opened onClose={leave} title={t("restart.title", { step })} size={1040}>
      <Stack gap="md">
        <Text fz="sm" c="dimmed">
          {t("restart.moment", { seq: visit.seq, path: visit.path })}
        </Text>
        <div className={classes.choices}>
          <VersionChoice run={run} value={restart.version} onChange={restart.setVersion} />
          <DataChoice edited={restart.edited} onChange={restart.setEdited} />
          <BranchChoice restart={restart} />
        </div>
        <div className={classes.halves} data-two={restart.edited || undefined}>
          {hasEditor && (
            <div hidden={!restart.edited}>
              <Context restart={restart} />
            </div>
          )}
          <section aria-label={t("preview.label")} aria-busy={!restart.isCurrent && !preview.error}>
            {preview.error ? (
              <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
            ) : preview.data ? (
              <RestartPreview preview={preview.data} recorded={restart.recorded.data} />
            ) : (
              <ListSkeleton rows={4} />
            )}
          </section>
        </div>
        {sending.error && <ErrorState error={sending.error} />}
        <DialogButtons
          submit={t("restart.submit")}
          icon={<History size={15} aria-hidden />}
          onCancel={leave}
          onSubmit={() => sending.mutate()}
          loading={sending.isPending}
          disabled={!restart.isReady}
        />
      </Stack>
    </Modal>
  );
}

function Context({ restart }: { restart: Restart }) {
  const { recorded } = restart;
  if (recorded.error) return <ErrorState error={recorded.error} onRetry={() => void recorded.refetch()} />;
  if (recorded.isPending) return <ListSkeleton rows={6} height={24} />;
  return (
    <ContextEditor
      value={restart.context}
      recorded={recorded.data}
      patch={restart.patch}
      onChange={restart.setTyped}
      onState={restart.setState}
      error={restart.preview.error ?? restart.sending.error}
    />
  );
}

/** Only a fork has branches to choose from. */
function BranchChoice({ restart }: { restart: Restart }) {
  const { t } = useTranslation("redrive");
  const found = restart.preview.data?.branches;
  if (!found) return null;
  const failed = found.failed > 0 ? t("restart.failed", { count: found.failed }) : t("restart.noFailed");
  return (
    <Input.Wrapper label={t("restart.branches")} labelElement="div">
      <div>
        <SegmentedControl
          mt={4}
          size="xs"
          aria-label={t("restart.branches")}
          value={restart.branches}
          onChange={(value) => restart.setBranches(value === "failed" ? "failed" : "all")}
          data={[
            { value: "all", label: t("restart.all", { count: found.total }) },
            { value: "failed", label: failed, disabled: found.failed === 0 },
          ]}
        />
      </div>
    </Input.Wrapper>
  );
}

function useStepName(executionId: string, stepId: string): string {
  const { data } = useQuery(runDefinitionQuery(executionId));
  const document = data === undefined ? null : readDocument(data).document;
  return document?.steps[stepId]?.displayName || stepId;
}
