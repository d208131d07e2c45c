import { Badge, Button, Code, ScrollArea, Table, Text, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, KeyRound, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { listApiKeysQuery } from "@/api/apiKeys/listApiKeys";
import { revokeApiKey } from "@/api/apiKeys/revokeApiKey";
import type { Schemas } from "@/api/client";
import { confirmAction } from "@/components/confirm";
import { EmptyState } from "@/components/EmptyState";
import { IconButton } from "@/components/IconButton";
import { notifyError, notifySuccess } from "@/components/notify";
import { PagedList } from "@/components/PagedList";
import { RelativeTime } from "@/components/RelativeTime";
import { useNow } from "@/lib/clock";
import { usePermission } from "@/lib/session";
import { CreateKeyDialog } from "./CreateKeyDialog";
import { SettingsLayout } from "./SettingsLayout";

type ApiKey = Schemas["ApiKeyOut"];

/** The keys that programs use. */
export function ApiKeysPage() {
  const { t } = useTranslation("settings");
  const administers = usePermission("administer");
  const [creating, dialog] = useDisclosure(false);
  const keys = useInfiniteQuery({ ...listApiKeysQuery(), enabled: administers });
  const create = (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={dialog.open}>
      {t("keys.create")}
    </Button>
  );
  return (
    <SettingsLayout section="apiKeys" title={t("keys.title")} subtitle={t("keys.subtitle")} actions={create}>
      <PagedList
        query={keys}
        empty={
          <EmptyState
            icon={KeyRound}
            title={t("keys.empty")}
            description={t("keys.emptyText")}
            action={create}
          />
        }
      >
        {(rows) => <KeyTable rows={rows} />}
      </PagedList>
      <CreateKeyDialog opened={creating} onClose={dialog.close} />
    </SettingsLayout>
  );
}

function KeyTable({ rows }: { rows: ApiKey[] }) {
  const { t } = useTranslation("settings");
  return (
    <ScrollArea>
      <Table aria-label={t("keys.title")} verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("keys.name")}</Table.Th>
            <Table.Th>{t("keys.role")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("keys.key")}</Table.Th>
            <Table.Th visibleFrom="md">{t("keys.createdBy")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("keys.lastUsed")}</Table.Th>
            <Table.Th>{t("keys.expires")}</Table.Th>
            <Table.Th w={60}>
              <VisuallyHidden>{t("keys.revokeYes")}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <KeyRow key={row.id} row={row} />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

function KeyRow({ row }: { row: ApiKey }) {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const now = useNow();
  const expired = row.expiresAt !== null && Date.parse(row.expiresAt) <= now;
  const name = row.name;
  const revoke = useMutation({
    mutationFn: () => revokeApiKey(row.id),
    onSuccess: () => notifySuccess(t("keys.revokedNow", { name })),
    onError: notifyError,
    onSettled: () => client.invalidateQueries({ queryKey: ["apiKeys"] }),
  });
  const ask = async () => {
    const children = <Text>{t("keys.revokeText")}</Text>;
    const title = t("keys.revokeTitle", { name });
    if (await confirmAction({ title, children, confirmLabel: t("keys.revokeYes"), danger: true }))
      revoke.mutate();
  };
  const dim = row.revokedAt || expired ? "dimmed" : undefined;
  return (
    <Table.Tr>
      <Table.Td>
        <Text component="span" fw={500} c={dim}>
          {name}
        </Text>
      </Table.Td>
      <Table.Td>{t(`roles.${row.role}.label`)}</Table.Td>
      <Table.Td visibleFrom="sm">
        <Code>{row.prefix}…</Code>
      </Table.Td>
      <Table.Td visibleFrom="md">
        <RelativeTime at={row.createdAt} /> {t("keys.by", { name: row.createdBy })}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <RelativeTime at={row.lastUsedAt} />
      </Table.Td>
      <Table.Td>
        <Expiry row={row} expired={expired} />
      </Table.Td>
      <Table.Td>
        {!row.revokedAt && (
          <IconButton
            icon={Ban}
            label={t("keys.revoke", { name })}
            loading={revoke.isPending}
            onClick={() => void ask()}
          />
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Expiry({ row, expired }: { row: ApiKey; expired: boolean }) {
  const { t } = useTranslation("settings");
  if (row.revokedAt) return <Badge color="gray">{t("keys.revoked")}</Badge>;
  if (expired) return <Badge color="red">{t("keys.expired")}</Badge>;
  return row.expiresAt ? <RelativeTime at={row.expiresAt} /> : t("keys.never");
}
