import { Badge, Button, Group, ScrollArea, Table, Text, VisuallyHidden } from "@mantine/core";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Activity, ListTree, Pencil, Plug, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { deleteConnection } from "@/api/connections/deleteConnection";
import { listConnectionsQuery } from "@/api/connections/listConnections";
import { testConnection } from "@/api/connections/testConnection";
import { IconButton } from "@/components/IconButton";
import { notifyError } from "@/components/notify";
import { RelativeTime } from "@/components/RelativeTime";
import { usePermission } from "@/lib/session";
import { ConnectionDialog } from "./ConnectionDialog";
import { CreatableList } from "./CreatableList";
import { configText } from "./fields";
import { TestResult } from "./TestResult";
import { UsesDrawer } from "./UsesDrawer";
import { useRemoval } from "./useRemoval";

type Connection = Schemas["ConnectionOut"];

/** The connections, each with a test, what uses it, and for editors a form. */
export function ConnectionList() {
  const { t } = useTranslation("connections");
  const edits = usePermission("edit");
  const [edited, setEdited] = useState<Connection | "new" | null>(null);
  const [usesOf, setUsesOf] = useState<Connection | null>(null);
  const connections = useInfiniteQuery(listConnectionsQuery());
  const create = edits && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setEdited("new")}>
      {t("connection.create")}
    </Button>
  );
  return (
    <>
      <CreatableList query={connections} icon={Plug} kind="connection" create={create}>
        {(rows) => (
          <ScrollArea>
            <Table aria-label={t("title")} verticalSpacing="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("name")}</Table.Th>
                  <Table.Th visibleFrom="xs">{t("connection.kind")}</Table.Th>
                  <Table.Th visibleFrom="sm">{t("connection.address")}</Table.Th>
                  <Table.Th visibleFrom="md">{t("updated")}</Table.Th>
                  <Table.Th w={170}>
                    <VisuallyHidden>{t("connection.usedBy")}</VisuallyHidden>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((row) => (
                  <ConnectionRow key={row.id} row={row} edits={edits} onEdit={setEdited} onUses={setUsesOf} />
                ))}
              </Table.Tbody>
            </Table>
          </ScrollArea>
        )}
      </CreatableList>
      <ConnectionDialog edited={edited} onClose={() => setEdited(null)} />
      <UsesDrawer connection={usesOf} onClose={() => setUsesOf(null)} />
    </>
  );
}

interface RowProps {
  row: Connection;
  edits: boolean;
  onEdit: (row: Connection) => void;
  onUses: (row: Connection) => void;
}

function ConnectionRow({ row, edits, onEdit, onUses }: RowProps) {
  const { t } = useTranslation("connections");
  const name = row.name;
  const text = t("connection.removeText");
  const removal = useRemoval({
    name,
    text,
    queryKey: ["connections"],
    remove: () => deleteConnection(row.id),
  });
  const test = useMutation({ mutationFn: () => testConnection(row.id), onError: notifyError });
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={500}>{name}</Text>
        {test.data && <TestResult name={name} result={test.data} />}
      </Table.Td>
      <Table.Td visibleFrom="xs">
        <Badge color={row.kind === "LLM" ? "violet" : "blue"}>{t(`connection.kinds.${row.kind}`)}</Badge>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Text fz="sm" ff="monospace" truncate maw={320}>
          {configText(row.config, "baseUrl") ||
            configText(row.config, "provider") ||
            t("connection.noAddress")}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="md">
        <RelativeTime at={row.updatedAt} />
      </Table.Td>
      <Table.Td>
        <Group gap={2} wrap="nowrap" justify="flex-end">
          <IconButton
            icon={ListTree}
            label={t("connection.usedByOf", { name })}
            onClick={() => onUses(row)}
          />
          {edits && (
            <>
              <IconButton
                icon={Activity}
                label={t("connection.test", { name })}
                loading={test.isPending}
                onClick={() => test.mutate()}
              />
              <IconButton icon={Pencil} label={t("edit", { name })} onClick={() => onEdit(row)} />
              <IconButton
                icon={Trash2}
                label={t("remove", { name })}
                loading={removal.isPending}
                onClick={() => void removal.ask()}
              />
            </>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
