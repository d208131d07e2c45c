import { Table, Tooltip, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Cluster } from "@/api/dashboard/failureClusters";
import type { Span } from "@/api/dashboard/runStatistics";
import { RelativeTime } from "@/components/RelativeTime";
import { Sparkline } from "../Sparkline";
import { ClusterName, OpenCount, RedriveButton } from "./ClusterParts";

export interface ClustersProps {
  clusters: readonly Cluster[];
  span: Span;
  /** When the time begins that is counted, ISO 8601. */
  from: string;
  onRedrive: (cluster: Cluster) => void;
}

/** Clusters of failures, the largest first. */
export function ClusterTable({ clusters, onRedrive, ...counted }: ClustersProps) {
  const { t } = useTranslation("dashboard");
  return (
    <Table.ScrollContainer minWidth={860} type="native">
      <Table aria-label={t("clusters.label")} verticalSpacing="sm" layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("clusters.error")}</Table.Th>
            <Table.Th w={76} ta="end">
              {t("clusters.count")}
            </Table.Th>
            <Table.Th w={76} ta="end">
              <Tooltip label={t("clusters.openHint")}>
                <span>{t("clusters.open")}</span>
              </Tooltip>
            </Table.Th>
            <Table.Th w={112}>{t("clusters.first")}</Table.Th>
            <Table.Th w={112}>{t("clusters.last")}</Table.Th>
            <Table.Th w={128}>{t("clusters.trend")}</Table.Th>
            <Table.Th w={130} pos="relative">
              <VisuallyHidden>{t("clusters.actions")}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {clusters.map((cluster) => (
            <Row key={cluster.fingerprint} cluster={cluster} onRedrive={onRedrive} {...counted} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface RowProps extends Omit<ClustersProps, "clusters"> {
  cluster: Cluster;
}

function Row({ cluster, span, from, onRedrive }: RowProps) {
  return (
    <Table.Tr>
      <Table.Td>
        <ClusterName cluster={cluster} span={span} from={from} />
      </Table.Td>
      <Table.Td ta="end">{cluster.count.toLocaleString("en")}</Table.Td>
      <Table.Td ta="end">
        <OpenCount cluster={cluster} />
      </Table.Td>
      <Table.Td>
        <RelativeTime at={cluster.firstSeenAt} />
      </Table.Td>
      <Table.Td>
        <RelativeTime at={cluster.lastSeenAt} />
      </Table.Td>
      <Table.Td>
        <Sparkline counts={cluster.trend} />
      </Table.Td>
      <Table.Td ta="end">
        <RedriveButton cluster={cluster} onRedrive={onRedrive} />
      </Table.Td>
    </Table.Tr>
  );
}
