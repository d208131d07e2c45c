import { Code, ScrollArea, Table } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useTranslation } from "react-i18next";
import { listAuditQuery } from "@/api/audit/listAudit";
import { EmptyState } from "@/components/EmptyState";
import { PagedList } from "@/components/PagedList";
import { RelativeTime } from "@/components/RelativeTime";
import { usePermission } from "@/lib/session";
import { SettingsLayout } from "./SettingsLayout";

/** What was done in the workspace. */
export function AuditPage() {
  const { t } = useTranslation("settings");
  const administers = usePermission("administer");
  const audit = useInfiniteQuery({ ...listAuditQuery(), enabled: administers });
  return (
    <SettingsLayout section="audit" title={t("audit.title")} subtitle={t("audit.subtitle")}>
      <PagedList
        query={audit}
        skeletonRows={10}
        empty={<EmptyState icon={ScrollText} title={t("audit.empty")} description={t("audit.emptyText")} />}
      >
        {(rows) => (
          <ScrollArea>
            <Table aria-label={t("audit.title")}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("audit.when")}</Table.Th>
                  <Table.Th>{t("audit.who")}</Table.Th>
                  <Table.Th>{t("audit.what")}</Table.Th>
                  <Table.Th visibleFrom="sm">{t("audit.target")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((row) => (
                  <Table.Tr key={row.id}>
                    <Table.Td>
                      <RelativeTime at={row.at} />
                    </Table.Td>
                    <Table.Td>{row.actor}</Table.Td>
                    <Table.Td>
                      <Code>{row.action}</Code>
                    </Table.Td>
                    <Table.Td visibleFrom="sm">{row.target}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </ScrollArea>
        )}
      </PagedList>
    </SettingsLayout>
  );
}
