import { Anchor, Badge, Button, ScrollArea, Table, Text } from "@mantine/core";
import { GitCompare } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { RelativeTime } from "@/components/RelativeTime";

interface VersionListProps {
  versions: Schemas["PromptVersionSummary"][];
  current: number;
  onOpen: (number: number) => void;
  onCompare: (number: number) => void;
}

/** All versions with their notes; each can be opened and compared with the open one. */
export function VersionList({ versions, current, onOpen, onCompare }: VersionListProps) {
  const { t } = useTranslation("prompts");
  return (
    <ScrollArea>
      <Table aria-label={t("versions")}>
        <Table.Tbody>
          {versions.map((one) => (
            <Table.Tr key={one.number} aria-current={one.number === current || undefined}>
              <Table.Td>
                <Anchor
                  component="button"
                  type="button"
                  fw={one.number === current ? 600 : 400}
                  onClick={() => onOpen(one.number)}
                >
                  {t("version", { number: one.number })}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <Badge color={one.status === "published" ? "green" : "gray"}>
                  {t(`statuses.${one.status}`)}
                </Badge>
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <Text fz="sm">{one.changeNote}</Text>
              </Table.Td>
              <Table.Td>
                <Text fz="sm" c="dimmed" component="div">
                  <RelativeTime at={one.updatedAt} /> {t("by", { name: one.updatedBy || one.createdBy })}
                </Text>
              </Table.Td>
              <Table.Td ta="right">
                {one.number !== current && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    leftSection={<GitCompare size={13} aria-hidden />}
                    onClick={() => onCompare(one.number)}
                  >
                    {t("compare", { number: one.number })}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
