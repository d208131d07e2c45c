import { Group } from "@mantine/core";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { PagedList, type PagedQuery } from "@/components/PagedList";

interface CreatableListProps<Row> {
  query: PagedQuery<Row>;
  icon: LucideIcon;
  /** Whose words an empty list says. */
  kind: "connection" | "credential";
  create: ReactNode;
  children: (rows: Row[]) => ReactNode;
}

/** A list and the button that adds to it: above the rows, or where the first one is missing. */
export function CreatableList<Row>({ query, icon, kind, create, children }: CreatableListProps<Row>) {
  const { t } = useTranslation("connections");
  const empty = (
    <EmptyState icon={icon} title={t(`${kind}.empty`)} description={t(`${kind}.emptyText`)} action={create} />
  );
  return (
    <PagedList query={query} empty={empty}>
      {(rows) => (
        <>
          {create && (
            <Group justify="flex-end" mb="sm">
              {create}
            </Group>
          )}
          {children(rows)}
        </>
      )}
    </PagedList>
  );
}
