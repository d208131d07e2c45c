import { Code, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Variable } from "lucide-react";
import { useTranslation } from "react-i18next";
import { versionQuery } from "@/api/versions/readVersion";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import type { Flow } from "../flowStatus";
import { EditorLink } from "./EditorLink";

/** The flow variables of the live (else the latest) version, to read. */
export function VariablesTab({ flow }: { flow: Flow }) {
  const { t } = useTranslation("flows");
  const number = flow.publishedVersion ?? flow.latestVersion;
  const version = useQuery(versionQuery(flow.id, number));
  if (version.isPending) return <ListSkeleton rows={4} />;
  if (version.error) return <ErrorState error={version.error} onRetry={() => void version.refetch()} />;
  const variables = Object.entries(version.data.definition.flowVariables ?? {});
  const link = <EditorLink flow={flow} label={t("variables.edit")} />;
  if (!variables.length)
    return (
      <EmptyState
        icon={Variable}
        title={t("variables.none")}
        description={t("variables.noneText")}
        action={link}
      />
    );
  return (
    <Stack gap="md" align="flex-start">
      <Text c="dimmed">{t("variables.of", { number })}</Text>
      <Table aria-label={t("tab.variables")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={240}>{t("variables.name")}</Table.Th>
            <Table.Th>{t("variables.value")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {variables.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Td>
                <Code>{name}</Code>
              </Table.Td>
              <Table.Td>
                <Code block={typeof value === "object" && value !== null}>
                  {JSON.stringify(value, null, 2)}
                </Code>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {link}
    </Stack>
  );
}
