import { Card, Group, Stack, Table, Text, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { LastRun, SuccessRate } from "@/components/FlowRuns";
import { RelativeTime } from "@/components/RelativeTime";
import type { StatisticsOf } from "@/lib/flowStatistics";
import { FlowStatusBadge } from "../FlowStatusBadge";
import type { Flow } from "../flowStatus";
import { FlowName } from "./FlowCells";
import classes from "./FlowCells.module.css";
import { FlowRowMenu } from "./FlowRowMenu";

interface FlowTableProps {
  flows: readonly Flow[];
  statistics: StatisticsOf;
  onRun: (flow: Flow) => void;
}

/** Flows as a table; as cards where there is little room. */
export function FlowTable(props: FlowTableProps) {
  const narrow = useMediaQuery("(max-width: 62em)", false, { getInitialValueInEffect: false });
  return narrow ? <FlowCards {...props} /> : <WideTable {...props} />;
}

function WideTable({ flows, statistics, onRun }: FlowTableProps) {
  const { t } = useTranslation("flows");
  return (
    <Table className={classes.table} aria-label={t("list.title")} highlightOnHover verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("list.name")}</Table.Th>
          <Table.Th w={145}>{t("list.status")}</Table.Th>
          <Table.Th w={205}>{t("list.lastRun")}</Table.Th>
          <Table.Th w={160}>{t("list.success")}</Table.Th>
          <Table.Th w={110}>{t("list.updated")}</Table.Th>
          <Table.Th w={66}>
            <VisuallyHidden>{t("list.actions")}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {flows.map((flow) => (
          <Table.Tr key={flow.id}>
            <Table.Td>
              <FlowName flow={flow} />
            </Table.Td>
            <Table.Td>
              <FlowStatusBadge flow={flow} />
            </Table.Td>
            <Table.Td>
              <LastRun statistics={statistics(flow.id)} />
            </Table.Td>
            <Table.Td>
              <SuccessRate statistics={statistics(flow.id)} />
            </Table.Td>
            <Table.Td>
              <Text fz="sm" c="dimmed">
                <RelativeTime at={flow.updatedAt} />
              </Text>
            </Table.Td>
            <Table.Td>
              <FlowRowMenu flow={flow} onRun={onRun} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function FlowCards({ flows, statistics, onRun }: FlowTableProps) {
  return (
    <Stack gap="sm" component="ul" p={0} m={0}>
      {flows.map((flow) => (
        <Card key={flow.id} component="li" p="sm" className={classes.card}>
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <FlowName flow={flow} />
            <FlowRowMenu flow={flow} onRun={onRun} />
          </Group>
          <Group gap="xs" justify="space-between">
            <FlowStatusBadge flow={flow} />
            <SuccessRate statistics={statistics(flow.id)} />
          </Group>
          <Group gap="xs" justify="space-between">
            <LastRun statistics={statistics(flow.id)} />
          </Group>
        </Card>
      ))}
    </Stack>
  );
}
