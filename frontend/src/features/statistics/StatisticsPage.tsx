import { Group, SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ChartColumn } from "lucide-react";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { stepStatisticsQuery } from "@/api/dashboard/stepStatistics";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { SpanPicker } from "@/components/filters/SpanPicker";
import { ListSkeleton } from "@/components/ListSkeleton";
import { LiveState } from "@/components/live/LiveState";
import { PageHeader } from "@/components/PageHeader";
import { useLiveQueries } from "@/lib/useLiveQueries";
import { useSpan } from "@/lib/useSpan";
import { flowRows, sorted, stepRows } from "./rows";
import { StatisticsTable } from "./StatisticsTable";
import { parseStatisticsSearch, type StatisticsSearch } from "./statisticsSearch";
import { Totals } from "./Totals";
import "./texts";

const LIVE = [["dashboard", "steps"]] as const;
const CHART_HEIGHT = 260;
const Charts = lazy(async () => ({ default: (await import("./StatisticsCharts")).StatisticsCharts }));

/** Visits, failures, durations, tokens and cost by step or by flow. */
export function StatisticsPage() {
  const { t } = useTranslation("statistics");
  const { span, change } = useSpan("7d");
  const live = useLiveQueries(LIVE);
  const query = useQuery(stepStatisticsQuery(span));
  return (
    <>
      <PageHeader
        title={t("title")}
        subtitle={t("subtitle")}
        actions={
          <>
            <LiveState state={live} />
            <SpanPicker span={span} onChange={change} />
          </>
        }
      />
      {query.isPending && <ListSkeleton rows={8} />}
      {query.error && !query.data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.steps.length === 0 && (
        <EmptyState icon={ChartColumn} title={t("none")} description={t("noneHint")} />
      )}
      {query.data && query.data.steps.length > 0 && <Figures data={query.data} />}
    </>
  );
}

function Figures({ data }: { data: Schemas["DashboardSteps"] }) {
  const { t } = useTranslation("statistics");
  const navigate = useNavigate();
  const { by = "steps", sort = "visits", dir = "desc" } = parseStatisticsSearch(useSearch({ strict: false }));
  const rows = useMemo(
    () => sorted(by === "flows" ? flowRows(data.steps) : stepRows(data.steps), sort, dir),
    [data, by, sort, dir],
  );
  const change = (changes: Partial<StatisticsSearch>) =>
    void navigate({
      to: ".",
      search: (before: Record<string, unknown>) => ({ ...before, ...changes }),
      replace: true,
    });
  return (
    <Stack gap="md">
      <Totals data={data} />
      <Suspense fallback={<Skeleton height={CHART_HEIGHT} />}>
        <Charts rows={rows} by={by} />
      </Suspense>
      <Group>
        <SegmentedControl
          aria-label={t("view")}
          data={[
            { value: "steps", label: t("steps") },
            { value: "flows", label: t("flows") },
          ]}
          value={by}
          onChange={(value) => change({ by: value === "flows" ? "flows" : undefined })}
        />
      </Group>
      <StatisticsTable
        rows={rows}
        by={by}
        from={data.from}
        sort={sort}
        dir={dir}
        onSort={(next) => change({ sort: next, dir: next === sort && dir === "desc" ? "asc" : "desc" })}
      />
      {data.leftOut > 0 && (
        <Text fz="sm" c="dimmed">
          {t("leftOut", { count: data.leftOut })}
        </Text>
      )}
    </Stack>
  );
}
