import { Button, Group, Table, Text } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ListChecks, Play } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { executionsQuery } from "@/api/executions/listExecutions";
import { rowsOf } from "@/api/pages";
import { AppLink, linkTarget } from "@/components/AppLink";
import { Duration } from "@/components/Duration";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { LiveState } from "@/components/live/LiveState";
import { RelativeTime } from "@/components/RelativeTime";
import { StatusBadge } from "@/components/StatusBadge";
import { useWorkspaceEvents } from "@/lib/live";
import { paths } from "@/lib/paths";
import { createRefresher } from "@/lib/runs/refresher";
import { usePermission } from "@/lib/session";
import { type Flow, flowStatus } from "../flowStatus";

const RunDialog = lazy(async () => ({ default: (await import("../dialogs/RunDialog")).RunDialog }));
const PACE = { gapMs: 1_000, retryMs: 5_000 };

/** The newest runs of a flow, live. */
export function RunsTab({ flow }: { flow: Flow }) {
  const { t } = useTranslation("flows");
  const runs = useInfiniteQuery(executionsQuery({ flow: flow.id }, () => ({ flow: flow.id })));
  const live = useLiveRuns(flow.id);
  const rows = rowsOf(runs.data);
  if (runs.isPending) return <ListSkeleton />;
  if (runs.error && !rows.length)
    return <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />;
  if (!rows.length) return <NoRuns flow={flow} />;
  return (
    <>
      <Group justify="space-between" mb="sm">
        <LiveState state={live} />
        <AppLink to={paths.executions({ flow: flow.id })} fz="sm">
          {t("runs.all")}
        </AppLink>
      </Group>
      <Table.ScrollContainer minWidth={560}>
        <Table aria-label={t("tab.runs")} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={150}>{t("runs.status")}</Table.Th>
              <Table.Th w={90}>{t("versions.version")}</Table.Th>
              <Table.Th w={110}>{t("runs.trigger")}</Table.Th>
              <Table.Th w={130}>{t("runs.started")}</Table.Th>
              <Table.Th w={110}>{t("runs.duration")}</Table.Th>
              <Table.Th>{t("runs.error")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((run) => (
              <Table.Tr key={run.id}>
                <Table.Td>
                  <AppLink
                    to={paths.execution(run.id)}
                    underline="never"
                    aria-label={t("runs.open", { status: run.status })}
                  >
                    <StatusBadge status={run.status} />
                  </AppLink>
                </Table.Td>
                <Table.Td>v{run.flowVersion}</Table.Td>
                <Table.Td>{run.trigger}</Table.Td>
                <Table.Td>
                  <RelativeTime at={run.startedAt ?? run.createdAt} />
                </Table.Td>
                <Table.Td>
                  <Duration ms={run.durationMs} />
                </Table.Td>
                <Table.Td>
                  <Text fz="sm" c="dimmed" lineClamp={1}>
                    {run.error?.message}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {runs.hasNextPage && (
        <Group justify="center" mt="md">
          <Button
            variant="default"
            renderRoot={(props) => <Link {...props} {...linkTarget(paths.executions({ flow: flow.id }))} />}
          >
            {t("runs.all")}
          </Button>
        </Group>
      )}
    </>
  );
}

/** Reads the runs again, at most once a second, when one of this flow changes. */
function useLiveRuns(flowId: string) {
  const queryClient = useQueryClient();
  const refresher = useMemo(
    () => createRefresher(() => queryClient.invalidateQueries({ queryKey: ["executions"] }), PACE),
    [queryClient],
  );
  useEffect(() => () => refresher.stop(), [refresher]);
  return useWorkspaceEvents((frame) => {
    if (frame.flowId === flowId) refresher.ask();
  });
}

function NoRuns({ flow }: { flow: Flow }) {
  const { t } = useTranslation("flows");
  const [running, setRunning] = useState(false);
  const may = usePermission("run") && flowStatus(flow) !== "archived";
  return (
    <>
      <EmptyState
        icon={ListChecks}
        title={t("runs.none")}
        description={t("runs.noneText")}
        action={
          may && (
            <Button leftSection={<Play size={15} aria-hidden />} onClick={() => setRunning(true)}>
              {t("action.run")}
            </Button>
          )
        }
      />
      <Suspense fallback={null}>
        {running && <RunDialog flow={flow} onClose={() => setRunning(false)} />}
      </Suspense>
    </>
  );
}
