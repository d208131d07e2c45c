import { Card, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "@/components/RelativeTime";
import { Sparkline } from "../Sparkline";
import { ClusterName, OpenCount, RedriveButton } from "./ClusterParts";
import type { ClustersProps } from "./ClusterTable";

/** Clusters of failures as cards, for narrow screens. */
export function ClusterCards({ clusters, span, from, onRedrive }: ClustersProps) {
  const { t } = useTranslation("dashboard");
  return (
    <Stack component="ul" gap="xs" m={0} p={0} aria-label={t("clusters.label")} style={{ listStyle: "none" }}>
      {clusters.map((cluster) => (
        <Card key={cluster.fingerprint} component="li" padding="sm">
          <ClusterName cluster={cluster} span={span} from={from} />
          <Group justify="space-between" wrap="nowrap" gap="xs" mt="sm">
            <Text fz="sm">
              {t("clusters.runsOf", { count: cluster.count })}, <OpenCount cluster={cluster} />{" "}
              {t("clusters.stillOpen")}
            </Text>
            <Sparkline counts={cluster.trend} />
          </Group>
          <Group justify="space-between" wrap="nowrap" gap="xs" mt="sm">
            <Text fz="xs" c="dimmed">
              {t("clusters.last")} <RelativeTime at={cluster.lastSeenAt} />
            </Text>
            <RedriveButton cluster={cluster} onRedrive={onRedrive} />
          </Group>
        </Card>
      ))}
    </Stack>
  );
}
