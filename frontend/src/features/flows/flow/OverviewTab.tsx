import { Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { versionQuery } from "@/api/versions/readVersion";
import { AppLink } from "@/components/AppLink";
import { LastRun, SuccessRate } from "@/components/FlowRuns";
import { RelativeTime } from "@/components/RelativeTime";
import { useFlowStatistics } from "@/lib/flowStatistics";
import { paths } from "@/lib/paths";
import type { Flow } from "../flowStatus";
import { VersionCanvas } from "../VersionCanvas";

/** The live (else the latest) version drawn, and how its runs go. */
export function OverviewTab({ flow }: { flow: Flow }) {
  const { t } = useTranslation("flows");
  const number = flow.publishedVersion ?? flow.latestVersion;
  const version = useQuery(versionQuery(flow.id, number));
  const statistics = useFlowStatistics([flow.id])(flow.id);
  const steps = Object.keys(version.data?.definition.steps ?? {}).length;
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="lg">
        <Fact label={t("overview.lastRun")}>
          <LastRun statistics={statistics} />
        </Fact>
        <Fact label={t("overview.success")}>
          <SuccessRate statistics={statistics} />
        </Fact>
        <Fact label={t("overview.runs")}>
          {statistics && (
            <AppLink to={paths.executions({ flow: flow.id })}>
              {statistics.runCount.toLocaleString("en")}
              {statistics.runCountIsExact ? "" : "+"}
            </AppLink>
          )}
        </Fact>
        <Fact label={flow.publishedVersion === null ? t("overview.changed") : t("overview.published")}>
          {version.data && (
            <Text span fz="sm">
              <RelativeTime at={version.data.publishedAt ?? version.data.updatedAt} />{" "}
              {t("overview.by", { name: version.data.publishedBy || version.data.updatedBy })}
            </Text>
          )}
        </Fact>
      </SimpleGrid>
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2}>
            {flow.publishedVersion === null
              ? t("overview.latest", { number })
              : t("overview.live", { number })}
          </Title>
          <Text fz="sm" c="dimmed">
            {version.data && t("overview.steps", { count: steps })}
          </Text>
        </Group>
        <VersionCanvas flowId={flow.id} number={number} height="min(520px, 60vh)" />
      </Stack>
    </Stack>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Stack gap={4}>
      <Text fz="sm" c="dimmed">
        {label}
      </Text>
      <div>{children || "–"}</div>
    </Stack>
  );
}
