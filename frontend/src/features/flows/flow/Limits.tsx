import { Card, Group, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { versionQuery } from "@/api/versions/readVersion";
import { ErrorState } from "@/components/ErrorState";
import { durationText } from "@/lib/time";
import type { Flow } from "../flowStatus";
import { EditorLink } from "./EditorLink";

/** What the live (else the latest) version says about its runs: time, how many at once, what is asked of the input. */
export function Limits({ flow }: { flow: Flow }) {
  const { t } = useTranslation("flows");
  const number = flow.publishedVersion ?? flow.latestVersion;
  const version = useQuery(versionQuery(flow.id, number));
  if (version.isPending) return <Skeleton height={180} radius="md" />;
  if (version.error) return <ErrorState error={version.error} onRetry={() => void version.refetch()} />;
  const { timeoutSeconds, maxConcurrentExecutions, inputSchema, outputSchema, redactPaths } =
    version.data.definition;
  const rows: [string, string][] = [
    [
      t("limits.timeout"),
      typeof timeoutSeconds === "number" ? durationText(timeoutSeconds * 1000) : t("limits.none"),
    ],
    [
      t("limits.concurrent"),
      typeof maxConcurrentExecutions === "number" ? String(maxConcurrentExecutions) : t("limits.none"),
    ],
    [t("limits.input"), inputSchema ? t("limits.checked") : t("limits.anything")],
    [t("limits.output"), outputSchema ? t("limits.checked") : t("limits.anything")],
    [
      t("limits.redacted"),
      Array.isArray(redactPaths) && redactPaths.length ? redactPaths.join(", ") : t("limits.nothing"),
    ],
  ];
  return (
    <Card p="lg">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2}>{t("limits.title")}</Title>
          <EditorLink flow={flow} label={t("limits.edit")} />
        </Group>
        <Text c="dimmed">{t("limits.of", { number })}</Text>
        <Table aria-label={t("limits.title")} horizontalSpacing={0} withRowBorders={false}>
          <Table.Tbody>
            {rows.map(([label, value]) => (
              <Table.Tr key={label}>
                <Table.Th scope="row" fw={400} w="45%">
                  {label}
                </Table.Th>
                <Table.Td>{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Card>
  );
}
