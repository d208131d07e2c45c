import { Badge, Button, Group, ScrollArea, Table, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback, useDisclosure } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { MessageSquareText, Plus, Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { rowsOf } from "@/api/pages";
import { listPromptsQuery } from "@/api/prompts/listPrompts";
import { AppLink } from "@/components/AppLink";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { PageHeader } from "@/components/PageHeader";
import { RelativeTime } from "@/components/RelativeTime";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { CreatePromptDialog } from "./CreatePromptDialog";
import { parsePromptsSearch } from "./search";
import "./texts";

const SEARCH_PAUSE_MS = 250;

/** The prompts of the workspace. */
export function PromptsPage() {
  const { t } = useTranslation("prompts");
  const edits = usePermission("edit");
  const [creating, dialog] = useDisclosure(false);
  const navigate = useNavigate();
  const { search = "" } = parsePromptsSearch(useSearch({ strict: false }));
  const look = useDebouncedCallback(
    (text: string) =>
      void navigate({ to: paths.prompts(), search: text ? { search: text } : {}, replace: true }),
    SEARCH_PAUSE_MS,
  );
  const prompts = useInfiniteQuery(listPromptsQuery(search));
  const rows = rowsOf(prompts.data);
  const create = edits && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={dialog.open}>
      {t("create")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} subtitle={t("subtitle")} actions={create} />
      <TextInput
        aria-label={t("search")}
        placeholder={t("search")}
        leftSection={<Search size={15} aria-hidden />}
        defaultValue={search}
        onChange={(event) => look(event.currentTarget.value)}
        maw={320}
        mb="md"
      />
      {prompts.isPending && <ListSkeleton />}
      {prompts.error && <ErrorState error={prompts.error} onRetry={() => void prompts.refetch()} />}
      {prompts.data && rows.length === 0 && (
        <EmptyState
          icon={MessageSquareText}
          title={search ? t("none") : t("empty")}
          description={search ? t("noneText") : t("emptyText")}
          action={search ? undefined : create}
        />
      )}
      {rows.length > 0 && <PromptTable rows={rows} />}
      {prompts.hasNextPage && (
        <Group justify="center" mt="md">
          <Button
            variant="default"
            loading={prompts.isFetchingNextPage}
            onClick={() => void prompts.fetchNextPage()}
          >
            {t("more")}
          </Button>
        </Group>
      )}
      <CreatePromptDialog opened={creating} onClose={dialog.close} />
    </>
  );
}

function PromptTable({ rows }: { rows: Schemas["Prompt"][] }) {
  const { t } = useTranslation("prompts");
  return (
    <ScrollArea>
      <Table aria-label={t("title")} verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("name")}</Table.Th>
            <Table.Th>{t("status")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("updated")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id}>
              <Table.Td>
                <AppLink to={paths.prompt(row.id)} fw={500}>
                  {row.name}
                </AppLink>
                {row.description && (
                  <Text fz="xs" c="dimmed" lineClamp={1}>
                    {row.description}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                {row.publishedVersion === null ? (
                  <Badge color="gray">{t("draft")}</Badge>
                ) : (
                  <Badge color="green">{t("published", { number: row.publishedVersion })}</Badge>
                )}
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <RelativeTime at={row.updatedAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
