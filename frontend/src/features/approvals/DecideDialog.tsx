import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { decideApproval } from "@/api/approvals/decideApproval";
import type { Approval } from "@/api/approvals/listApprovals";
import { rowsOf } from "@/api/pages";
import { ApiError } from "@/api/problem";
import { AppLink } from "@/components/AppLink";
import { DialogButtons } from "@/components/DialogButtons";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { notifySuccess } from "@/components/notify";
import type { PagedQuery } from "@/components/PagedList";
import { RelativeTime } from "@/components/RelativeTime";
import { PayloadField } from "@/components/schema-form/PayloadField";
import { paths } from "@/lib/paths";

const GONE = ["already_decided", "wait_over"] as const;

/** How many waits are read in search of one before the person is asked. */
const FARTHEST = 1000;

interface DecideDialogProps {
  id: string;
  /** The open waits; they are read on until the one with this id is among them. */
  waits: PagedQuery<Approval> & { isFetching: boolean };
  onClose: () => void;
}

/** Gives a waiting run its payload. It stays on the wait it was opened for, also when somebody else decides it. */
export function DecideDialog({ id, waits, onClose }: DecideDialogProps) {
  const { t } = useTranslation("approvals");
  const rows = rowsOf(waits.data);
  const found = rows.find((one) => one.id === id);
  const [approval, setApproval] = useState(found);
  if (found && !approval) setApproval(found);
  const [farthest, setFarthest] = useState(FARTHEST);
  const isUnread = !approval && waits.hasNextPage;
  const isLooking = isUnread && rows.length < farthest;
  const { isFetching, error, fetchNextPage } = waits;
  useEffect(() => {
    if (isLooking && !isFetching && !error) void fetchNextPage();
  }, [isLooking, isFetching, error, fetchNextPage]);
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
  const isMissing = found === undefined && !isUnread && !deciding.isPending && !deciding.isSuccess;
  const gone = refused ?? (isMissing ? "missing" : null);
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
        {isLooking && !error && <ListSkeleton rows={3} />}
        {isLooking && error && <ErrorState error={error} onRetry={() => void fetchNextPage()} />}
        {isUnread && !isLooking && (
          <Alert color="gray" title={t("unread.title")}>
            <Text fz="sm">{t("unread.text", { count: rows.length })}</Text>
            <Button size="xs" variant="default" mt="sm" onClick={() => setFarthest(rows.length + FARTHEST)}>
              {t("unread.on")}
            </Button>
          </Alert>
        )}
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
