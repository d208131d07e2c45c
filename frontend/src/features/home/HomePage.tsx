import { Group, SimpleGrid, Stack, Title } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { CircleX, Hourglass, LoaderCircle } from "lucide-react";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { listFlowsQuery } from "@/api/flows/listFlows";
import { rowsOf } from "@/api/pages";
import { AppLink } from "@/components/AppLink";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { LiveState } from "@/components/live/LiveState";
import { PageHeader } from "@/components/PageHeader";
import { useWorkspaceEvents } from "@/lib/live";
import { paths } from "@/lib/paths";
import { createRefresher } from "@/lib/runs/refresher";
import { useSession } from "@/lib/session";
import { FirstFlow } from "./FirstFlow";
import { RecentFlows } from "./RecentFlows";
import { RunsCard } from "./RunsCard";

const MOST = 6;
const PACE = { gapMs: 1_500, retryMs: 5_000 };

/** What goes on, and what one may want to go on with. */
export function HomePage() {
  const { t } = useTranslation("home");
  const { workspace } = useSession();
  const flows = useInfiniteQuery(listFlowsQuery({}, MOST));
  const live = useLiveStart();
  const rows = rowsOf(flows.data);
  return (
    <>
      <PageHeader
        title={t("title")}
        subtitle={t("subtitle", { workspace: workspace?.name ?? "" })}
        actions={<LiveState state={live} />}
      />
      {flows.isPending && <ListSkeleton />}
      {flows.error && <ErrorState error={flows.error} onRetry={() => void flows.refetch()} />}
      {flows.data && !rows.length && <FirstFlow />}
      {rows.length > 0 && (
        <Stack gap="xl">
          <SimpleGrid cols={{ base: 1, md: 3 }} spacing="md">
            <RunsCard what="running" icon={LoaderCircle} status="QUEUED,RUNNING" />
            <RunsCard what="waiting" icon={Hourglass} status="WAITING,PAUSED" />
            <RunsCard what="failed" icon={CircleX} status="FAILED,TIMED_OUT,QUARANTINED" />
          </SimpleGrid>
          <section aria-label={t("recent")}>
            <Group justify="space-between" mb="xs">
              <Title order={2}>{t("recent")}</Title>
              <AppLink to={paths.flows()} fz="sm">
                {t("allFlows")}
              </AppLink>
            </Group>
            <RecentFlows flows={rows.slice(0, MOST)} />
          </section>
        </Stack>
      )}
    </>
  );
}

/** Reads runs and rates again, at a calm pace, while runs change. */
function useLiveStart() {
  const queryClient = useQueryClient();
  const refresher = useMemo(
    () => createRefresher(() => queryClient.invalidateQueries({ queryKey: ["executions"] }), PACE),
    [queryClient],
  );
  useEffect(() => () => refresher.stop(), [refresher]);
  return useWorkspaceEvents(() => refresher.ask());
}
