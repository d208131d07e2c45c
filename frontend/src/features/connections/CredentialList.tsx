import { Badge, Button, Code, Group, ScrollArea, Table, Text, VisuallyHidden } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { KeySquare, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { deleteCredential } from "@/api/credentials/deleteCredential";
import { listCredentialsQuery } from "@/api/credentials/listCredentials";
import { IconButton } from "@/components/IconButton";
import { RelativeTime } from "@/components/RelativeTime";
import { usePermission } from "@/lib/session";
import { CreatableList } from "./CreatableList";
import { CredentialDialog } from "./CredentialDialog";
import { useRemoval } from "./useRemoval";

type Credential = Schemas["CredentialOut"];

/** The credentials: what they are for and who uses them, never their values. */
export function CredentialList() {
  const { t } = useTranslation("connections");
  const administers = usePermission("administer");
  const [edited, setEdited] = useState<Credential | "new" | null>(null);
  const credentials = useInfiniteQuery(listCredentialsQuery());
  const create = administers ? (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setEdited("new")}>
      {t("credential.create")}
    </Button>
  ) : (
    <Text c="dimmed">{t("credential.admins")}</Text>
  );
  return (
    <>
      <CreatableList query={credentials} icon={KeySquare} kind="credential" create={create}>
        {(rows) => (
          <ScrollArea>
            <Table aria-label={t("tabs.credentials")} verticalSpacing="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("name")}</Table.Th>
                  <Table.Th visibleFrom="sm">{t("credential.kind")}</Table.Th>
                  <Table.Th visibleFrom="sm">{t("credential.hosts")}</Table.Th>
                  <Table.Th>{t("credential.usedBy")}</Table.Th>
                  <Table.Th visibleFrom="md">{t("credential.lastUsed")}</Table.Th>
                  {administers && (
                    <Table.Th w={90}>
                      <VisuallyHidden>{t("removeYes")}</VisuallyHidden>
                    </Table.Th>
                  )}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((row) => (
                  <CredentialRow key={row.id} row={row} administers={administers} onEdit={setEdited} />
                ))}
              </Table.Tbody>
            </Table>
          </ScrollArea>
        )}
      </CreatableList>
      <CredentialDialog edited={edited} onClose={() => setEdited(null)} />
    </>
  );
}

interface RowProps {
  row: Credential;
  administers: boolean;
  onEdit: (row: Credential) => void;
}

function CredentialRow({ row, administers, onEdit }: RowProps) {
  const { t } = useTranslation("connections");
  const name = row.name;
  const text = t("credential.removeText");
  const removal = useRemoval({
    name,
    text,
    queryKey: ["credentials"],
    remove: () => deleteCredential(row.id),
  });
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={500}>{name}</Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Badge color="gray">{t(`credential.kinds.${row.kind}`)}</Badge>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Group gap={4}>
          {row.allowedHosts.map((host) => (
            <Code key={host}>{host}</Code>
          ))}
        </Group>
      </Table.Td>
      <Table.Td>{row.connections.map((one) => one.name).join(", ") || <Text c="dimmed">–</Text>}</Table.Td>
      <Table.Td visibleFrom="md">
        <RelativeTime at={row.lastUsedAt} />
      </Table.Td>
      {administers && (
        <Table.Td>
          <Group gap={2} wrap="nowrap" justify="flex-end">
            <IconButton icon={Pencil} label={t("edit", { name })} onClick={() => onEdit(row)} />
            <IconButton
              icon={Trash2}
              label={t("remove", { name })}
              loading={removal.isPending}
              onClick={() => void removal.ask()}
            />
          </Group>
        </Table.Td>
      )}
    </Table.Tr>
  );
}
