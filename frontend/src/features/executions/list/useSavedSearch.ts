import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type SavedSearch, savedSearchesQuery } from "@/api/saved-searches/listSavedSearches";
import type { SearchFields } from "@/api/saved-searches/saveSearch";
import { paths } from "@/lib/paths";
import { type ExecutionsSearch, parseExecutionsSearch, savedQuery } from "../search";
import { columnsOf } from "./columns";

/** The kept searches, and what the address makes of them. */
export interface SavedSearchState {
  searches: ReturnType<typeof useSearches>;
  /** The one that is open. */
  current: SavedSearch | undefined;
  /** The filters or columns are not those that it keeps. */
  changed: boolean;
  /** What keeping the present view would keep. */
  kept: Pick<SearchFields, "query" | "columns">;
  /** Goes to a search; null: the same filters, and no search. */
  open: (search: SavedSearch | null) => void;
}

function useSearches() {
  return useQuery(savedSearchesQuery());
}

/** The search that the address names, once they are read. */
export function useCurrentSearch(search: ExecutionsSearch) {
  const searches = useSearches();
  return { searches, current: searches.data?.find((one) => one.id === search.saved) };
}

/** Kept searches for the page with this address and these columns. */
export function useSavedSearch(
  search: ExecutionsSearch,
  { searches, current }: ReturnType<typeof useCurrentSearch>,
  columns: readonly string[],
): SavedSearchState {
  const navigate = useNavigate();
  const kept = { query: savedQuery(search), columns: [...columns] };
  const go = (to: Record<string, unknown>) =>
    void navigate({ to: paths.executions(), search: () => parseExecutionsSearch(to) });
  return {
    searches,
    current,
    changed: current !== undefined && !isKept(current, kept),
    kept,
    open: (chosen) =>
      go(chosen ? { ...chosen.query, saved: chosen.id } : { ...savedQuery(search), job: search.job }),
  };
}

function isKept(current: SavedSearch, { query, columns }: SavedSearchState["kept"]): boolean {
  const asKept = savedQuery(parseExecutionsSearch(current.query));
  const ownColumns = columnsOf(current.columns.join(","));
  return isSame(asKept, query) && (ownColumns === null || ownColumns.join() === columns.join());
}

function isSame(one: Record<string, string>, other: Record<string, string>): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}
