import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RunComparison } from "@/api/executions/compareRuns";
import { AppLink } from "@/components/AppLink";
import { RelativeTime } from "@/components/RelativeTime";
import { StatusBadge } from "@/components/StatusBadge";
import { paths } from "@/lib/paths";
import { FlowName } from "../shared/FlowName";
import { shortId } from "../shared/shortId";

/** One of two runs that are compared: which it is and how it went. */
export function ComparedRunCard({ side, run }: { side: "A" | "B"; run: RunComparison["left"] }) {
  const { t } = useTranslation("compareRuns");
  return (
    <Group gap="xs" role="group" aria-label={t("side", { side })}>
      <Badge circle color={side === "A" ? "blue" : "teal"}>
        {side}
      </Badge>
      <AppLink to={paths.execution(run.id)} fz="sm" fw={500}>
        <FlowName flowId={run.flowId} /> · {shortId(run.id)}
      </AppLink>
      <StatusBadge status={run.status} />
      <Text fz="sm" component="span">
        {t("version", { number: run.flowVersion })} · {t("visits", { count: run.visits })} ·{" "}
        <RelativeTime at={run.createdAt} />
      </Text>
    </Group>
  );
}
