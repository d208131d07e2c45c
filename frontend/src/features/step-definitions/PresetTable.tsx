import { Anchor, Badge, Group, ScrollArea, Table, Text, VisuallyHidden } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Archive } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { archivePreset } from "@/api/step-definitions/archivePreset";
import { confirmAction } from "@/components/confirm";
import { IconButton } from "@/components/IconButton";
import { notifyError, notifySuccess } from "@/components/notify";
import { RelativeTime } from "@/components/RelativeTime";

interface PresetTableProps {
  rows: Schemas["StepDefinitionSummary"][];
  edits: boolean;
  onOpen: (id: string) => void;
}

/** The list itself. */
export function PresetTable({ rows, edits, onOpen }: PresetTableProps) {
  const { t } = useTranslation("stepDefinitions");
  return (
    <ScrollArea>
      <Table aria-label={t("title")} verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("name")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("tags")}</Table.Th>
            <Table.Th>{t("version")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("updated")}</Table.Th>
            {edits && (
              <Table.Th w={60}>
                <VisuallyHidden>{t("archiveYes")}</VisuallyHidden>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id}>
              <Table.Td>
                <Anchor component="button" type="button" fw={500} ta="left" onClick={() => onOpen(row.id)}>
                  {row.name}
                </Anchor>
                {row.description && (
                  <Text fz="xs" c="dimmed" lineClamp={1}>
                    {row.description}
                  </Text>
                )}
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <Group gap={4}>
                  {row.tags.map((tag) => (
                    <Badge key={tag} color="gray">
                      {tag}
                    </Badge>
                  ))}
                </Group>
              </Table.Td>
              <Table.Td>{row.latestVersion}</Table.Td>
              <Table.Td visibleFrom="sm">
                <RelativeTime at={row.updatedAt} />
              </Table.Td>
              {edits && (
                <Table.Td>
                  <ArchiveButton id={row.id} name={row.name} />
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

function ArchiveButton({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation("stepDefinitions");
  const client = useQueryClient();
  const archive = useMutation({
    mutationFn: () => archivePreset(id),
    onSuccess: () => notifySuccess(t("archived", { name })),
    onError: notifyError,
    onSettled: () => client.invalidateQueries({ queryKey: ["step-definitions"] }),
  });
  const ask = async () => {
    const children = <Text>{t("archiveText")}</Text>;
    if (
      await confirmAction({
        title: t("archiveTitle", { name }),
        children,
        confirmLabel: t("archiveYes"),
        danger: true,
      })
    )
      archive.mutate();
  };
  return (
    <IconButton
      icon={Archive}
      label={t("archive", { name })}
      loading={archive.isPending}
      onClick={() => void ask()}
    />
  );
}
