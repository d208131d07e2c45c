import { Card, SimpleGrid, Skeleton, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import type { Span } from "@/api/dashboard/runStatistics";
import { linkTarget } from "@/components/AppLink";
import { percent } from "@/components/RunBars";
import { paths } from "@/lib/paths";
import { durationText } from "@/lib/time";
import { failedSince, runsEndedSince, runsOf } from "./address";
import classes from "./dashboard.module.css";
import { figure, type KpiName, type Totals, trendOf } from "./trends";

const FIGURES: readonly KpiName[] = ["started", "successRate", "failed", "p50Ms", "p95Ms"];

interface KpisProps {
  stats: Schemas["DashboardStats"] | undefined;
  span: Span;
}

/** The figures that matter most, against the time before; each leads to its runs. */
export function Kpis({ stats, span }: KpisProps) {
  const { t } = useTranslation("dashboard");
  if (!stats)
    return (
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="md">
        {[...FIGURES, "now"].map((name) => (
          <Skeleton key={name} height={98} />
        ))}
      </SimpleGrid>
    );
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="md" component="section" aria-label={t("kpi.label")}>
      {FIGURES.map((name) => (
        <Kpi
          key={name}
          label={t(`kpi.${name}`)}
          to={addressOf(name, span, stats.from)}
          value={shown(name, stats.totals)}
        >
          <TrendLine name={name} now={stats.totals} before={stats.previous} />
        </Kpi>
      ))}
      <Now totals={stats.totals} span={span} />
    </SimpleGrid>
  );
}

function addressOf(name: KpiName, span: Span, from: string): string {
  if (name === "started") return runsOf(span);
  if (name === "failed") return failedSince(span, from);
  return runsEndedSince(span, from, { status: "COMPLETED" });
}

function shown(name: KpiName, totals: Totals): string {
  const value = figure(totals, name);
  if (value === null) return "–";
  if (name === "successRate") return percent(value);
  return name === "p50Ms" || name === "p95Ms" ? durationText(value) : value.toLocaleString("en");
}

interface KpiProps {
  label: string;
  value: string;
  to: string;
  children: React.ReactNode;
}

function Kpi({ label, value, to, children }: KpiProps) {
  return (
    <Card
      p="md"
      className={classes.kpi}
      renderRoot={(props) => <Link {...props} {...linkTarget(to)} activeOptions={{ exact: true }} />}
    >
      <Text component="span" fz="sm" c="dimmed" truncate>
        {label}
      </Text>
      <span className={classes.figure}>{value}</span>
      {children}
    </Card>
  );
}

interface TrendLineProps {
  name: KpiName;
  now: Totals;
  before: Totals;
}

function TrendLine({ name, now, before }: TrendLineProps) {
  const { t } = useTranslation("dashboard");
  const trend = trendOf(name, now, before);
  if (!trend)
    return (
      <Text component="span" fz="xs" c="dimmed" truncate>
        {figure(before, name) === null || before.started === 0
          ? t("kpi.none")
          : t("kpi.before", { value: shown(name, before) })}
      </Text>
    );
  const color = trend.good === null ? "dimmed" : trend.good ? "var(--allma-ok)" : "var(--allma-fail)";
  const unit = name === "successRate" ? "pp" : "%";
  const change = `${Math.abs(trend.change)} ${unit}`;
  const words = t(trend.change === 0 ? "kpi.same" : trend.change > 0 ? "kpi.more" : "kpi.less", { change });
  return (
    <Text component="span" fz="xs" c={color} truncate title={words}>
      <span aria-hidden>{trend.change === 0 ? "=" : trend.change > 0 ? "▲" : "▼"} </span>
      {trend.change === 0 ? words : change}
      <Text component="span" fz="xs" c="dimmed">
        {` · ${t("kpi.before", { value: shown(name, before) })}`}
      </Text>
    </Text>
  );
}

function Now({ totals, span }: { totals: Totals; span: Span }) {
  const { t } = useTranslation("dashboard");
  const parts = (["running", "queued", "waiting"] as const).filter((name) => totals[name]);
  const live = parts.reduce((sum, name) => sum + (totals[name] ?? 0), 0);
  const flow: Record<string, string> = span.flow ? { flow: span.flow } : {};
  return (
    <Kpi
      label={t("kpi.now")}
      to={paths.executions({ ...flow, status: "QUEUED,RUNNING,WAITING,PAUSED" })}
      value={live.toLocaleString("en")}
    >
      <Text component="span" fz="xs" c="dimmed" truncate>
        {parts.map((name) => t(`kpi.${name}`, { number: totals[name] })).join(" · ") || t("kpi.quiet")}
      </Text>
    </Kpi>
  );
}
