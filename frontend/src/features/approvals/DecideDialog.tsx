import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { decideApproval } from "@/api/approvals/decideApproval";
import type { Approval } from "@/api/approvals/listApprovals";
import { ApiError } from "@/api/problem";
import { AppLink } from "@/components/AppLink";
import { DialogButtons } from "@/components/DialogButtons";
import { ErrorState } from "@/components/ErrorState";
import { notifySuccess } from "@/components/notify";
import { RelativeTime } from "@/components/RelativeTime";
import { PayloadField } from "@/components/schema-form/PayloadField";
import { paths } from "@/lib/paths";

const GONE = ["already_decided", "wait_over"] as const;

interface DecideDialogProps {
  /** The wait; undefined when it is not among the open ones. */
  found: Approval | undefined;
  onClose: () => void;
}

/** Gives a waiting run its payload. It stays on the wait it was opened for, also when somebody else decides it. */
export function DecideDialog({ found, onClose }: DecideDialogProps) {
  const { t } = useTranslation("approvals");
  const [approval] = useState(found);
  const queryClient = useQueryClient();
  const [payload, setPayload] = useState<unknown>({});
  const [valid, setValid] = useState(true);
  const deciding = useMutation({
    mutationFn: (id: string) => decideApproval({ id, payload }),
    onSuccess: () => {
      if (approval) notifySuccess(t("sent"), { to: paths.execution(approval.executionId) });
      onClose();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["approvals"] }),
  });
  const refused = goneReason(deciding.error);
  const gone =
    refused ?? (found === undefined && !deciding.isPending && !deciding.isSuccess ? "missing" : null);
  return (
    <Modal
      opened
      onClose={onClose}
      title={approval?.stepName ?? t("title")}
      size="lg"
      closeOnClickOutside={false}
    >
      <Stack gap="md">
        {approval && <Facts approval={approval} />}
        {gone && (
          <Alert color="orange" title={t("gone.title")} role="alert">
            <Text fz="sm">{t(`gone.${gone}`)}</Text>
            <Group gap="md" mt="sm">
              <Button size="xs" variant="default" onClick={onClose}>
                {t("gone.close")}
              </Button>
              {approval && (
                <AppLink to={paths.execution(approval.executionId)} fz="sm">
                  {t("gone.openRun")}
                </AppLink>
              )}
            </Group>
          </Alert>
        )}
        {approval && !gone && !approval.mayDecide && (
          <Text fz="sm" c="dimmed">
            {t("mayNot")}
          </Text>
        )}
        {approval?.mayDecide && !gone && (
          <>
            <PayloadField
              schema={approval.payloadSchema}
              label={t("payload")}
              value={payload}
              onChange={setPayload}
              onValid={setValid}
              error={deciding.error}
            />
            <Text fz="xs" c="dimmed">
              {t("payloadHint")}
            </Text>
            {deciding.error && <ErrorState error={deciding.error} />}
            <DialogButtons
              submit={t("send")}
              onCancel={onClose}
              onSubmit={() => deciding.mutate(approval.id)}
              loading={deciding.isPending}
              disabled={!valid}
            />
          </>
        )}
      </Stack>
    </Modal>
  );
}

function Facts({ approval }: { approval: Approval }) {
  const { t } = useTranslation("approvals");
  return (
    <div>
      {approval.message && <Text>{approval.message}</Text>}
      <Text fz="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        {approval.flowName} · {t("key")} {approval.correlationKey}
      </Text>
      <Text fz="sm" c="dimmed">
        {t("since")} <RelativeTime at={approval.since} />
        {approval.expiresAt && (
          <>
            {" · "}
            {t("expires")} <RelativeTime at={approval.expiresAt} />
          </>
        )}
        {" · "}
        <AppLink to={paths.execution(approval.executionId)} fz="sm">
          {t("openRun", { id: approval.executionId.slice(-8) })}
        </AppLink>
      </Text>
    </div>
  );
}

function goneReason(error: unknown): (typeof GONE)[number] | null {
  return (error instanceof ApiError && GONE.find((code) => code === error.code)) || null;
}
