import { Button, Group, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { createBulkJob } from "@/api/bulk/createBulkJob";
import { previewBulkJobQuery } from "@/api/bulk/previewBulkJob";
import type { BulkAction, BulkJob, BulkPreview } from "@/api/bulk/types";
import { ErrorState } from "@/components/ErrorState";
import { useSendOnce } from "@/lib/useSendOnce";
import { CanaryFields, type CanaryPlan, canaryOf, FIRST_PLAN } from "./CanaryFields";
import { type BulkTarget, selectionOf } from "./target";
import "./texts";
import { type BulkVersion, VersionField } from "./VersionField";

interface BulkDialogProps {
  action: BulkAction;
  target: BulkTarget;
  /** What the runs have in common, shown above the question. */
  about?: ReactNode;
  /** The flow that all runs are of, when that is known. */
  flow?: string;
  /** Whether a redrive goes in stages unless one says otherwise. */
  canary?: boolean;
  onClose: () => void;
  onStarted: (job: BulkJob) => void;
}

/** Says how many runs an action is for and what happens to them, then makes the job. */
export function BulkDialog({
  action,
  target,
  about,
  flow,
  canary = false,
  onClose,
  onStarted,
}: BulkDialogProps) {
  const { t } = useTranslation("bulk");
  const { t: common } = useTranslation("common");
  const queryClient = useQueryClient();
  const found = useTargetCount(action, target);
  const [version, setVersion] = useState<BulkVersion>("original");
  const [plan, setPlan] = useState<CanaryPlan>({ ...FIRST_PLAN, on: canary });
  const keyOf = useSendOnce();
  const making = useMutation({
    mutationFn: () => {
      const wanted = {
        action,
        ...selectionOf(target),
        ...(action === "redrive" && { version, canary: canaryOf(plan) }),
      };
      return createBulkJob(wanted, keyOf(wanted));
    },
    onSuccess: (job) => {
      void queryClient.invalidateQueries({ queryKey: ["bulk"] });
      onStarted(job);
    },
  });
  const count = found.data?.count ?? 0;
  return (
    <Modal opened onClose={onClose} title={t(`title.${action}`)} size="lg">
      <Stack gap="md">
        {about}
        {found.isPending && <Skeleton height={22} width={220} />}
        {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
        {found.data && (
          <Text fw={600} role="status">
            {countText(t, { action, chosen: "ids" in target, ...found.data })}
          </Text>
        )}
        <Text fz="sm" c="dimmed">
          {t(`explain.${action}`)}
        </Text>
        {action === "redrive" && (
          <>
            <VersionField value={version} onChange={setVersion} flow={flow} />
            <CanaryFields plan={plan} onChange={setPlan} />
          </>
        )}
        {making.error && <ErrorState error={making.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {common("cancel")}
          </Button>
          <Button
            color={action === "redrive" ? undefined : "red"}
            disabled={count === 0}
            loading={making.isPending}
            onClick={() => making.mutate()}
          >
            {found.data && !found.data.exact ? t(`title.${action}`) : t(`action.${action}`, { count })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** The runs that are named are known; those that filters find are counted by the server. */
function useTargetCount(action: BulkAction, target: BulkTarget) {
  const named: BulkPreview | null = "ids" in target ? { count: target.ids.length, exact: true } : null;
  const counting = useQuery({
    ...previewBulkJobQuery({ action, ...selectionOf(target) }),
    enabled: named === null,
  });
  return named ? { data: named, isPending: false, error: null, refetch: counting.refetch } : counting;
}

type Translate = (key: string, values?: Record<string, unknown>) => string;

function countText(t: Translate, of: BulkPreview & { action: BulkAction; chosen: boolean }): string {
  if (of.count === 0) return t("count.none");
  if (!of.exact) return t("count.atLeast", { number: of.count.toLocaleString("en") });
  return t(of.chosen ? "count.chosen" : `count.${of.action}`, { count: of.count });
}
