import type { ReactNode } from "react";
import { type CursorPage, rowsOf } from "@/api/pages";
import { ErrorState } from "./ErrorState";
import { ListSkeleton } from "./ListSkeleton";
import { LoadMore, type MorePages } from "./LoadMore";

/** An infinite query over the pages of a list. */
export interface PagedQuery<Row> extends MorePages {
  data: { pages: CursorPage<Row>[] } | undefined;
  error: Error | null;
  isPending: boolean;
  refetch: () => Promise<unknown>;
}

interface PagedListProps<Row> {
  query: PagedQuery<Row>;
  /** What stands in place of a list without rows. */
  empty?: ReactNode;
  skeletonRows?: number;
  children: (rows: Row[]) => ReactNode;
}

/** A list read page by page: rows in gray, what went wrong, nothing yet, or its rows with a button for more. */
export function PagedList<Row>({ query, empty, skeletonRows, children }: PagedListProps<Row>) {
  const rows = rowsOf(query.data);
  return (
    <>
      {query.isPending && <ListSkeleton rows={skeletonRows} />}
      {query.error && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && rows.length === 0 && empty}
      {rows.length > 0 && children(rows)}
      <LoadMore query={query} />
    </>
  );
}
