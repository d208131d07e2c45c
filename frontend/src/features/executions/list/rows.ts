import type { InfiniteData } from "@tanstack/react-query";
import type { Execution } from "@/api/executions/types";

/** A page of the list as it is kept. */
interface ListPage {
  results: Execution[];
  next: string | null;
  previous: string | null;
}

export type ListData = InfiniteData<ListPage, unknown>;

/** All runs of the pages, each once. */
export function rowsOf(data: ListData | undefined): Execution[] {
  const seen = new Set<string>();
  return (data?.pages ?? []).flatMap((page) =>
    page.results.filter((row) => !seen.has(row.id) && seen.add(row.id)),
  );
}

/** The list with these runs as they are now, each in its place; runs that the list does not have are passed over. */
export function withRuns(data: ListData, runs: readonly Partial<Execution>[]): ListData {
  const news = new Map(runs.map((run) => [run.id, run]));
  const pages = data.pages.map((page) => {
    if (!page.results.some((row) => news.has(row.id))) return page;
    return { ...page, results: page.results.map((row) => withNews(row, news.get(row.id))) };
  });
  return { ...data, pages };
}

/** The list without the runs of these ids. */
export function without(data: ListData, ids: readonly string[]): ListData {
  if (ids.length === 0) return data;
  const pages = data.pages.map((page) => {
    const results = page.results.filter((row) => !ids.includes(row.id));
    return results.length === page.results.length ? page : { ...page, results };
  });
  return { ...data, pages };
}

/** The same object when there is nothing new: only rows that differ are drawn again. */
function withNews(row: Execution, news: Partial<Execution> | undefined): Execution {
  return news === undefined ? row : { ...row, ...news };
}

/** How many runs of a fresh first page the list does not have yet. */
export function newcomers(data: ListData | undefined, fresh: readonly Execution[]): number {
  const known = new Set(rowsOf(data).map((row) => row.id));
  return fresh.filter((row) => !known.has(row.id)).length;
}

/** The list cut to its first page, from which it is read anew. */
export function firstPage(data: ListData): ListData {
  return { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) };
}
