import { Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { visitQuery } from "@/api/executions/getVisit";
import { resumeWait } from "@/api/executions/resumeWait";
import { DialogButtons } from "@/components/DialogButtons";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { fieldErrors, PayloadField } from "@/components/schema-form/PayloadField";
import { isRecord } from "../autosave/equal";

interface ResumeDialogProps {
  executionId: string;
  /** The visit that waits. */
  seq: number;
  onClose: () => void;
  onResumed: () => void;
}

/** Gives a waiting run the event it waits for. */
export function ResumeDialog({ executionId, seq, onClose, onResumed }: ResumeDialogProps) {
  const { t } = useTranslation("flow-editor");
  const visit = useQuery(visitQuery(executionId, seq, "WAITING"));
  const [payload, setPayload] = useState<unknown>({});
  const [isValid, setValid] = useState(true);
  const token = visit.data?.metadata.resumeToken;
  const schema = visit.data?.config?.payloadSchema;
  const resume = useMutation({
    mutationFn: () => resumeWait({ token: String(token), payload }),
    onSuccess: () => {
      onResumed();
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={t("resume.title")} size="lg">
      <Stack gap="md">
        {visit.error && <ErrorState error={visit.error} onRetry={() => void visit.refetch()} />}
        {visit.isPending && <ListSkeleton rows={3} />}
        {visit.data && typeof token !== "string" && <Text fz="sm">{t("resume.gone")}</Text>}
        {visit.data && (
          <PayloadField
            schema={isRecord(schema) ? schema : null}
            label={t("resume.payload")}
            value={payload}
            onChange={setPayload}
            onValid={setValid}
            error={resume.error}
          />
        )}
        {resume.error && Object.keys(fieldErrors(resume.error)).length === 0 && (
          <ErrorState error={resume.error} />
        )}
        <DialogButtons
          submit={t("resume.send")}
          onCancel={onClose}
          onSubmit={() => resume.mutate()}
          loading={resume.isPending}
          disabled={typeof token !== "string" || !isValid}
        />
      </Stack>
    </Modal>
  );
}
