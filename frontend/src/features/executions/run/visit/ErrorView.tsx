import { Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RunError } from "@/api/executions/types";
import { DataView as JsonView } from "@/components/data-view";

/** Why a visit failed. */
export function ErrorView({ error }: { error: RunError }) {
  const { t } = useTranslation("run");
  const hasDetails =
    typeof error.details === "object" && error.details !== null && Object.keys(error.details).length > 0;
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <Text fw={600}>{error.errorName}</Text>
        <Badge color="red">{error.code}</Badge>
        {error.attempts > 1 && <Badge color="gray">{t("visit.attempts", { count: error.attempts })}</Badge>}
      </Group>
      <Text fz="sm" style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
        {error.message}
      </Text>
      {hasDetails && (
        <JsonView value={error.details} maxHeight={160} ariaLabel={t("error.details")} compact />
      )}
    </Stack>
  );
}
