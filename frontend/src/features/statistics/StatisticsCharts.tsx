import "@mantine/charts/styles.layer.css";
import { BarChart } from "@mantine/charts";
import { Card, Center, SimpleGrid, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { StatisticsRow } from "./rows";
import classes from "./statistics.module.css";
import type { By } from "./statisticsSearch";

const MOST = 8;
const HEIGHT = 200;
const NAME_WIDTH = 130;

/** Which steps or flows are visited most, and which use most tokens. */
export function StatisticsCharts({ rows, by }: { rows: readonly StatisticsRow[]; by: By }) {
  const { t } = useTranslation("statistics");
  const tokens = (row: StatisticsRow) => row.inputTokens + row.outputTokens;
  const busiest = top(rows, (row) => row.visits);
  const models = top(rows, tokens).filter((row) => tokens(row) > 0);
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Bars
        title={t(by === "flows" ? "chart.topFlows" : "chart.topSteps")}
        data={busiest.map((row) => ({
          name: nameOf(row),
          failed: row.failed,
          completed: row.visits - row.failed,
        }))}
        series={[
          { name: "completed", label: t("chart.completed"), color: "brand.5" },
          { name: "failed", label: t("chart.failedVisits"), color: "var(--allma-fail)" },
        ]}
      />
      <Bars
        title={t("chart.models")}
        nothing={t("chart.noTokens")}
        data={models.map((row) => ({
          name: nameOf(row),
          input: row.inputTokens,
          output: row.outputTokens,
        }))}
        series={[
          { name: "input", label: t("chart.input"), color: "var(--allma-category-ai)" },
          { name: "output", label: t("chart.output"), color: "var(--allma-category-data)" },
        ]}
      />
    </SimpleGrid>
  );
}

function top(rows: readonly StatisticsRow[], by: (row: StatisticsRow) => number): StatisticsRow[] {
  return rows.toSorted((one, other) => by(other) - by(one)).slice(0, MOST);
}

function nameOf(row: StatisticsRow): string {
  return row.name || row.flowName;
}

interface BarsProps {
  title: string;
  nothing?: string;
  data: Record<string, string | number>[];
  series: { name: string; label: string; color: string }[];
}

function Bars({ title, nothing, data, series }: BarsProps) {
  return (
    <Card p="md" component="section" aria-label={title}>
      <Title order={2} fz="md" mb="sm">
        {title}
      </Title>
      {data.length === 0 ? (
        <Center h={HEIGHT}>
          <Text fz="sm" c="dimmed">
            {nothing}
          </Text>
        </Center>
      ) : (
        <BarChart
          h={HEIGHT}
          className={classes.chart}
          orientation="vertical"
          type="stacked"
          data={data}
          dataKey="name"
          series={series}
          maxBarWidth={18}
          gridAxis="y"
          yAxisProps={{ width: NAME_WIDTH, interval: 0 }}
          barProps={{ isAnimationActive: false }}
          valueFormatter={(value) => value.toLocaleString("en")}
        />
      )}
    </Card>
  );
}
