import "@mantine/charts/styles.layer.css";
import { BarChart, LineChart } from "@mantine/charts";
import { Card, Center, Grid, Text, Title } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import type { Span } from "@/api/dashboard/runStatistics";
import { linkTarget } from "@/components/AppLink";
import { statusColor } from "@/components/statusColors";
import { durationText } from "@/lib/time";
import { useTimeZone } from "@/lib/timeZone";
import { runsBetween } from "./address";
import { type Ending, pointsOf, SERIES, STATUS_OF } from "./buckets";
import { CHART_HEIGHT } from "./ChartsSkeleton";
import classes from "./dashboard.module.css";

interface ChartsProps {
  stats: Schemas["DashboardStats"];
  span: Span;
}

/** Runs over time by how they ended, and how long they took. */
export function Charts({ stats, span }: ChartsProps) {
  const { t } = useTranslation("dashboard");
  const zone = useTimeZone((state) => state.zone);
  const points = useMemo(() => pointsOf(stats.buckets, { range: stats.range, zone }), [stats, zone]);
  const nothing = points.every((point) => SERIES.every((name) => point[name] === 0));
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <ChartCard title={t("chart.runs")} hint={t("chart.runsHint")} nothing={nothing}>
          <RunBars points={points} span={span} />
        </ChartCard>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <ChartCard
          title={t("chart.latency")}
          hint={`${t("chart.median")}, ${t("chart.p95")}`}
          nothing={nothing}
        >
          <LineChart
            h={CHART_HEIGHT}
            className={classes.chart}
            data={points}
            dataKey="label"
            series={[
              { name: "p50", label: t("chart.median"), color: "brand.5" },
              { name: "p95", label: t("chart.p95"), color: "orange.6" },
            ]}
            curveType="monotone"
            withDots={false}
            connectNulls={false}
            gridAxis="x"
            valueFormatter={durationText}
            yAxisProps={{ width: 62, allowDecimals: false }}
            xAxisProps={{ minTickGap: 40 }}
            lineProps={{ dot: { r: 2 }, isAnimationActive: false }}
          />
        </ChartCard>
      </Grid.Col>
    </Grid>
  );
}

function RunBars({ points, span }: { points: ReturnType<typeof pointsOf>; span: Span }) {
  const { t } = useTranslation("dashboard");
  const navigate = useNavigate();
  const open = (ending: Ending, place: number) => {
    const point = points[place];
    if (point) void navigate(linkTarget(runsBetween(span, point.at, point.until, STATUS_OF[ending])));
  };
  return (
    <BarChart
      h={CHART_HEIGHT}
      className={classes.chart}
      type="stacked"
      data={points}
      dataKey="label"
      series={SERIES.map((name) => ({ name, label: t(`chart.${name}`), color: statusColor(name) }))}
      gridAxis="x"
      fillOpacity={0.85}
      maxBarWidth={26}
      yAxisProps={{ allowDecimals: false, width: 40 }}
      xAxisProps={{ minTickGap: 40 }}
      barProps={(series) => ({
        isAnimationActive: false,
        cursor: "pointer",
        onClick: (_: unknown, place: number) => {
          const ending = SERIES.find((name) => name === series.name);
          if (ending) open(ending, place);
        },
      })}
    />
  );
}

interface ChartCardProps {
  title: string;
  hint: string;
  nothing: boolean;
  children: React.ReactNode;
}

function ChartCard({ title, hint, nothing, children }: ChartCardProps) {
  const { t } = useTranslation("dashboard");
  return (
    <Card p="md" component="section" aria-label={title} h="100%">
      <Title order={2} fz="md">
        {title}
      </Title>
      <Text fz="xs" c="dimmed" mb="sm">
        {hint}
      </Text>
      {nothing ? (
        <Center h={CHART_HEIGHT}>
          <Text fz="sm" c="dimmed">
            {t("chart.nothing")}
          </Text>
        </Center>
      ) : (
        children
      )}
    </Card>
  );
}
