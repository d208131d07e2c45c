import { Button, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Execution } from "@/api/executions/types";
import { Duration } from "@/components/Duration";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { RelativeTime } from "@/components/RelativeTime";
import { StatusBadge } from "@/components/StatusBadge";
import { useEditor } from "../store";
import styles from "./Sandbox.module.css";
import { recentRunsQuery, stepVisitsQuery } from "./sampleQueries";

/** The recent runs of the flow; in the chosen one the visits of the step, when there are several. */
export function RunPicker({
  stepId,
  onPick,
}: {
  stepId: string;
  onPick: (executionId: string, seq: number) => void;
}) {
  const { t } = useTranslation("sandbox");
  const flowId = useEditor((state) => state.flowId);
  const runs = useQuery(recentRunsQuery(flowId));
  const [chosen, setChosen] = useState<string | null>(null);
  if (runs.isPending) return <ListSkeleton rows={5} />;
  if (runs.error) return <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />;
  if (runs.data.length === 0) return <EmptyState icon={History} title={t("runs.empty")} />;
  return (
    <ul className={styles.rows} style={{ gap: 2 }}>
      {runs.data.map((run) => (
        <li key={run.id}>
          <UnstyledButton
            className={styles.run}
            data-chosen={run.id === chosen || undefined}
            aria-expanded={run.id === chosen}
            onClick={() => setChosen(run.id === chosen ? null : run.id)}
          >
            <RunLine run={run} />
          </UnstyledButton>
          {run.id === chosen && (
            <Visits executionId={run.id} stepId={stepId} onPick={(seq) => onPick(run.id, seq)} />
          )}
        </li>
      ))}
    </ul>
  );
}

function RunLine({ run }: { run: Execution }) {
  return (
    <>
      <StatusBadge status={run.status} size="sm" />
      <Text component="span" fz="sm" style={{ flex: 1 }}>
        <RelativeTime at={run.createdAt} />
      </Text>
      <Text component="span" fz="xs" c="dimmed">
        v{run.flowVersion} · <Duration ms={run.durationMs} />
      </Text>
    </>
  );
}

interface VisitsProps {
  executionId: string;
  stepId: string;
  onPick: (seq: number) => void;
}

function Visits({ executionId, stepId, onPick }: VisitsProps) {
  const { t } = useTranslation("sandbox");
  const visits = useQuery(stepVisitsQuery(executionId, stepId));
  if (visits.isPending) return <ListSkeleton rows={1} />;
  if (visits.error) return <ErrorState error={visits.error} onRetry={() => void visits.refetch()} />;
  const count = visits.data.length;
  if (count === 0)
    return (
      <Text fz="sm" c="dimmed" px="sm" py={4}>
        {t("runs.notVisited")}
      </Text>
    );
  return (
    <Stack gap={4} px="sm" py={4}>
      {visits.data.map((visit, index) => (
        <Group key={visit.seq} gap="xs" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap" miw={0}>
            <StatusBadge status={visit.status} size="sm" />
            <Text fz="sm" ff="monospace" truncate>
              {visit.path}
            </Text>
          </Group>
          <Button size="compact-xs" variant="light" onClick={() => onPick(visit.seq)}>
            {t("runs.visitOf", { at: index + 1, count })}
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
