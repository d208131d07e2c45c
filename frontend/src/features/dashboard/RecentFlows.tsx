import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { AppLink } from "@/components/AppLink";
import { LastRun, SuccessRate } from "@/components/FlowRuns";
import { RelativeTime } from "@/components/RelativeTime";
import { useFlowStatistics } from "@/lib/flowStatistics";
import { paths } from "@/lib/paths";

/** The flows that changed last, and how their runs go. */
export function RecentFlows({ flows }: { flows: readonly Schemas["Flow"][] }) {
  const { t } = useTranslation("dashboard");
  const statistics = useFlowStatistics(flows.map((flow) => flow.id));
  return (
    <Table aria-label={t("recent")} highlightOnHover verticalSpacing="sm" layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("flow")}</Table.Th>
          <Table.Th w={210} visibleFrom="sm">
            {t("lastRun")}
          </Table.Th>
          <Table.Th w={170}>{t("success")}</Table.Th>
          <Table.Th w={120} visibleFrom="md">
            {t("changed")}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {flows.map((flow) => (
          <Table.Tr key={flow.id}>
            <Table.Td>
              <AppLink
                to={paths.flow(flow.id)}
                fw={600}
                c="var(--mantine-color-text)"
                display="block"
                truncate
              >
                {flow.name}
              </AppLink>
              {flow.description && (
                <Text fz="sm" c="dimmed" truncate>
                  {flow.description}
                </Text>
              )}
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <LastRun statistics={statistics(flow.id)} />
            </Table.Td>
            <Table.Td>
              <SuccessRate statistics={statistics(flow.id)} />
            </Table.Td>
            <Table.Td visibleFrom="md">
              <Text fz="sm" c="dimmed">
                <RelativeTime at={flow.updatedAt} />
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
