import { Grid, Stack } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { runStatisticsQuery, type Span } from "@/api/dashboard/runStatistics";
import { recentExecutionsQuery } from "@/api/executions/recentExecutions";
import { listFlowsQuery } from "@/api/flows/listFlows";
import { rowsOf } from "@/api/pages";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { SpanPicker } from "@/components/filters/SpanPicker";
import { ListSkeleton } from "@/components/ListSkeleton";
import { LiveState } from "@/components/live/LiveState";
import { PageHeader } from "@/components/PageHeader";
import { useSession } from "@/lib/session";
import { useLiveQueries } from "@/lib/useLiveQueries";
import { useSpan } from "@/lib/useSpan";
import { ChartsSkeleton } from "./ChartsSkeleton";
import { ClustersCard } from "./ClustersCard";
import { FailureFeed } from "./FailureFeed";
import { FirstFlow } from "./FirstFlow";
import { FlowTable } from "./FlowTable";
import { Kpis } from "./Kpis";
import { RecentFlows } from "./RecentFlows";
import "./texts";

const MOST_FLOWS = 6;
const LIVE = [["dashboard"], ["executions", "recent"]] as const;
/** Fetched while the figures are, not after them. */
const charts = import("./Charts");
const Charts = lazy(async () => ({ default: (await charts).Charts }));

/** How runs go, over time and right now; where there are none, what to begin with. */
export function DashboardPage() {
  const { t } = useTranslation("dashboard");
  const { workspace } = useSession();
  const { span, change } = useSpan("24h");
  const live = useLiveQueries(LIVE);
  const any = useQuery(recentExecutionsQuery("", 1));
  const hasRuns = (any.data?.length ?? 0) > 0;
  return (
    <>
      <PageHeader
        title={t("title")}
        subtitle={t("subtitle", { workspace: workspace?.name ?? "" })}
        actions={
          <>
            <LiveState state={live} />
            {hasRuns && <SpanPicker span={span} onChange={change} />}
          </>
        }
      />
      {any.isPending && <ListSkeleton />}
      {any.error && !any.data && <ErrorState error={any.error} onRetry={() => void any.refetch()} />}
      {any.data && (hasRuns ? <Figures span={span} /> : <Beginning />)}
    </>
  );
}

function Figures({ span }: { span: Span }) {
  const stats = useQuery(runStatisticsQuery(span));
  if (stats.error && !stats.data)
    return <ErrorState error={stats.error} onRetry={() => void stats.refetch()} />;
  return (
    <Stack gap="md">
      <Kpis stats={stats.data} span={span} />
      <Suspense fallback={<ChartsSkeleton />}>
        {stats.data ? <Charts stats={stats.data} span={span} /> : <ChartsSkeleton />}
      </Suspense>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <ClustersCard span={span} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <FailureFeed span={span} />
        </Grid.Col>
      </Grid>
      {stats.data && stats.data.flows.length > 0 && (
        <FlowTable flows={stats.data.flows} span={span} from={stats.data.from} />
      )}
    </Stack>
  );
}

/** A workspace in which nothing has run: its flows, or how to make the first one. */
function Beginning() {
  const { t } = useTranslation("dashboard");
  const flows = useInfiniteQuery(listFlowsQuery({}, MOST_FLOWS));
  const rows = rowsOf(flows.data);
  if (flows.isPending) return <ListSkeleton />;
  if (flows.error) return <ErrorState error={flows.error} onRetry={() => void flows.refetch()} />;
  if (rows.length === 0) return <FirstFlow />;
  return (
    <Stack gap="lg">
      <EmptyState icon={Play} title={t("idle.title")} description={t("idle.text")} />
      <RecentFlows flows={rows.slice(0, MOST_FLOWS)} />
    </Stack>
  );
}
