import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "./EmptyState";
import { PagedList, type PagedQuery } from "./PagedList";
import { SearchBox } from "./SearchBox";

interface SearchedListProps<Row> {
  icon: LucideIcon;
  query: PagedQuery<Row>;
  search: string;
  onSearch: (text: string) => void;
  /** The texts with this list's words: `search`, `empty`, `emptyText`, and `none`, `noneText` when nothing matches. */
  namespace: string;
  /** Makes the first row. */
  create?: ReactNode;
  children: (rows: Row[]) => ReactNode;
}

/** A list with a search field above it. */
export function SearchedList<Row>(props: SearchedListProps<Row>) {
  const { icon, query, search, onSearch, namespace, create, children } = props;
  const { t } = useTranslation(namespace);
  const empty = search ? (
    <EmptyState icon={icon} title={t("none")} description={t("noneText")} />
  ) : (
    <EmptyState icon={icon} title={t("empty")} description={t("emptyText")} action={create} />
  );
  return (
    <>
      <SearchBox label={t("search")} value={search} onSearch={onSearch} />
      <PagedList query={query} empty={empty}>
        {children}
      </PagedList>
    </>
  );
}
