import { Card, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import type { Span } from "@/api/dashboard/runStatistics";
import { AppLink } from "@/components/AppLink";
import { Duration } from "@/components/Duration";
import { percent } from "@/components/RunBars";
import { failedSince, runsEndedSince } from "./address";

interface FlowTableProps {
  flows: readonly Schemas["FlowOut"][];
  span: Span;
  /** When the time begins that is counted, ISO 8601. */
  from: string;
}

/** How the runs of each flow went, the busiest first. */
export function FlowTable({ flows, span, from }: FlowTableProps) {
  const { t } = useTranslation("dashboard");
  const numbers = { fontVariantNumeric: "tabular-nums" } as const;
  return (
    <Card p="md" component="section" aria-label={t("flows.title")}>
      <Title order={2} fz="md" mb="xs">
        {t("flows.title")}
      </Title>
      <Table.ScrollContainer minWidth={560} type="native">
        <Table aria-label={t("flows.label")} highlightOnHover style={numbers}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("flows.flow")}</Table.Th>
              <Table.Th ta="end">{t("flows.runs")}</Table.Th>
              <Table.Th ta="end">{t("flows.failed")}</Table.Th>
              <Table.Th ta="end">{t("flows.rate")}</Table.Th>
              <Table.Th ta="end">{t("flows.p50")}</Table.Th>
              <Table.Th ta="end">{t("flows.p95")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {flows.map((flow) => (
              <Table.Tr key={flow.flowId}>
                <Table.Td>
                  <AppLink
                    to={runsEndedSince({ ...span, flow: flow.flowId }, from)}
                    fz="sm"
                    fw={500}
                    c="var(--mantine-color-text)"
                  >
                    {flow.name}
                  </AppLink>
                </Table.Td>
                <Table.Td ta="end">{flow.runs.toLocaleString("en")}</Table.Td>
                <Table.Td ta="end">
                  {flow.failed > 0 ? (
                    <AppLink
                      to={failedSince({ ...span, flow: flow.flowId }, from)}
                      fz="sm"
                      c="var(--allma-fail)"
                      aria-label={t("flows.failedOf", {
                        number: flow.failed.toLocaleString("en"),
                        name: flow.name,
                      })}
                    >
                      {flow.failed.toLocaleString("en")}
                    </AppLink>
                  ) : (
                    <Text span inherit c="dimmed">
                      0
                    </Text>
                  )}
                </Table.Td>
                <Table.Td ta="end">{flow.successRate === null ? "–" : percent(flow.successRate)}</Table.Td>
                <Table.Td ta="end">
                  <Duration ms={flow.p50Ms} />
                </Table.Td>
                <Table.Td ta="end">
                  <Duration ms={flow.p95Ms} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}
