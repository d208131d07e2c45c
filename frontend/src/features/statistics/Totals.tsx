import { Card, SimpleGrid, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { percent } from "@/components/RunBars";
import { dollars, rate } from "./rows";
import classes from "./statistics.module.css";

/** The sums over all steps. */
export function Totals({ data }: { data: Schemas["DashboardSteps"] }) {
  const { t } = useTranslation("statistics");
  const { visits, failed, inputTokens, outputTokens, costUsd } = data.totals;
  const failureRate = rate(failed, visits);
  const number = (value: number) => value.toLocaleString("en");
  const shown: [name: string, value: string][] = [
    ["visits", number(visits)],
    ["failed", number(failed)],
    ["failureRate", failureRate === null ? "–" : percent(failureRate)],
    ["inputTokens", number(inputTokens)],
    ["outputTokens", number(outputTokens)],
    ["costUsd", dollars(costUsd)],
  ];
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="md" component="section" aria-label={t("totals")}>
      {shown.map(([name, value]) => (
        <Card key={name} p="md">
          <Text fz="sm" c="dimmed" truncate>
            {t(`total.${name}`)}
          </Text>
          <span className={classes.figure}>{value}</span>
        </Card>
      ))}
    </SimpleGrid>
  );
}
