import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { visitQuery } from "@/api/executions/getVisit";
import { resumeWait } from "@/api/executions/resumeWait";
import type { VisitDetail, VisitRow } from "@/api/executions/types";
import { CopyButton } from "@/components/CopyButton";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { notifySuccess } from "@/components/notify";
import { PayloadField } from "@/components/schema-form/PayloadField";
import { isObject } from "@/components/schema-form/path";
import { stateOf } from "./downloadRun";
import { skeletonOf } from "./payload";
import type { RunPage } from "./useRunPage";

interface ResumeDialogProps {
  page: RunPage;
  waits: readonly VisitRow[];
  onClose: () => void;
}

/**
 * Gives a waiting step its event: which wait, how programs do it, and the payload. It stays on its wait, with what was
 * typed, also when that is over meanwhile: the server then says so.
 */
export function ResumeDialog({ page, waits, onClose }: ResumeDialogProps) {
  const { t } = useTranslation("run");
  const [wait, setWait] = useState(waits.find((one) => one.seq === page.chosen?.seq) ?? waits[0]);
  const seq = wait?.seq ?? 0;
  const choices = wait && !waits.some((one) => one.seq === seq) ? [wait, ...waits] : waits;
  const visit = useQuery({ ...visitQuery(page.id, seq, wait ? stateOf(wait) : ""), enabled: seq > 0 });
  return (
    <Modal opened onClose={onClose} title={t("give.title")} size="lg" closeOnClickOutside={false}>
      <Stack gap="md">
        {choices.length > 1 && (
          <Select
            label={t("give.wait")}
            data={choices.map((one) => ({
              value: String(one.seq),
              label: `${page.nameOf(one.stepInstanceId)} · ${one.path}`,
            }))}
            value={String(seq)}
            onChange={(value) => setWait(choices.find((one) => one.seq === Number(value)))}
            allowDeselect={false}
          />
        )}
        {visit.isPending && <ListSkeleton rows={3} />}
        {visit.isError && <ErrorState error={visit.error} onRetry={() => void visit.refetch()} />}
        {visit.data && <Giving key={seq} page={page} visit={visit.data} onClose={onClose} />}
      </Stack>
    </Modal>
  );
}

function Giving({ page, visit, onClose }: { page: RunPage; visit: VisitDetail; onClose: () => void }) {
  const { t } = useTranslation("run");
  const schema = visit.config?.payloadSchema;
  const [payload, setPayload] = useState<unknown>(() => skeletonOf(schema));
  const [valid, setValid] = useState(true);
  const giving = useMutation({
    mutationFn: () => resumeWait({ token: textOf(visit.metadata.resumeToken), payload }),
    onSuccess: () => {
      notifySuccess(t("give.sent"));
      page.refresh();
      onClose();
    },
  });
  return (
    <>
      <Known label={t("give.key")} value={textOf(visit.metadata.correlationKey)} copy={t("give.copyKey")} />
      <Known label={t("give.url")} value={textOf(visit.metadata.resumeUrl)} copy={t("give.copyUrl")} />
      <Text fz="sm" c="dimmed">
        {t("give.payloadHint")}
      </Text>
      <PayloadField
        schema={isObject(schema) ? schema : null}
        label={t("give.payload")}
        value={payload}
        onChange={setPayload}
        onValid={setValid}
        error={giving.error}
      />
      {giving.isError && <ErrorState error={giving.error} />}
      <Group justify="flex-end">
        <Button loading={giving.isPending} disabled={!valid} onClick={() => giving.mutate()}>
          {t("give.send")}
        </Button>
      </Group>
    </>
  );
}

function Known({ label, value, copy }: { label: string; value: string; copy: string }) {
  if (!value) return null;
  return (
    <TextInput
      label={label}
      value={value}
      readOnly
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      rightSection={<CopyButton value={value} label={copy} />}
    />
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
