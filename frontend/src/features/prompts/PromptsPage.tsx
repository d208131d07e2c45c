import { Badge, Button, ScrollArea, Table, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { MessageSquareText, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { listPromptsQuery } from "@/api/prompts/listPrompts";
import { AppLink } from "@/components/AppLink";
import { PageHeader } from "@/components/PageHeader";
import { RelativeTime } from "@/components/RelativeTime";
import { SearchedList } from "@/components/SearchedList";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { CreatePromptDialog } from "./CreatePromptDialog";
import { parsePromptsSearch } from "./search";
import "./texts";

/** The prompts of the workspace. */
export function PromptsPage() {
  const { t } = useTranslation("prompts");
  const edits = usePermission("edit");
  const [creating, dialog] = useDisclosure(false);
  const navigate = useNavigate();
  const { search = "" } = parsePromptsSearch(useSearch({ strict: false }));
  const look = (text: string) =>
    void navigate({ to: paths.prompts(), search: text ? { search: text } : {}, replace: true });
  const prompts = useInfiniteQuery(listPromptsQuery(search));
  const create = edits && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={dialog.open}>
      {t("create")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} subtitle={t("subtitle")} actions={create} />
      <SearchedList
        icon={MessageSquareText}
        query={prompts}
        search={search}
        onSearch={look}
        namespace="prompts"
        create={create}
      >
        {(rows) => <PromptTable rows={rows} />}
      </SearchedList>
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
