import { useQueries } from "@tanstack/react-query";
import { groupBy } from "@/lib/groupBy";
import type { Permission } from "@/lib/session";
import { commandSources, navItems } from "@/plugins/registry";
import type { PaletteItem } from "@/plugins/types";

const MOST = 40;

/** The pages of the navigation as lines of the search. */
export function pageItems(group: string): PaletteItem[] {
  return navItems()
    .filter((item) => !item.to.startsWith("/api/"))
    .map((item) => ({
      id: `page.${item.id}`,
      label: item.label,
      group,
      icon: item.icon,
      permission: item.permission,
      run: (navigate) => navigate(item.to),
    }));
}

/** What has every word of the query in its label, description or group, and is allowed. */
export function matching(items: PaletteItem[], query: string, allowed: readonly Permission[]): PaletteItem[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return items
    .filter((item) => !item.permission || allowed.includes(item.permission))
    .filter((item) => {
      const text = `${item.label} ${item.description ?? ""} ${item.group}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
}

/** Lines by group, in the order in which groups first appear, no line twice. */
export function byGroup(items: PaletteItem[]): [string, PaletteItem[]][] {
  const once = new Map(items.map((item) => [item.id, item]));
  return [...groupBy([...once.values()].slice(0, MOST), (item) => item.group)];
}

/** What the plugins find for a query; nothing is asked for an empty one. */
export function useFound(query: string): { items: PaletteItem[]; searching: boolean } {
  const wanted = query.trim();
  const sources = commandSources().filter((source) => source.search);
  const answers = useQueries({
    queries: sources.map((source) => ({
      queryKey: ["palette", source.id, wanted],
      queryFn: ({ signal }: { signal: AbortSignal }) => source.search?.(wanted, signal) ?? [],
      enabled: wanted.length > 0,
      staleTime: 5_000,
    })),
  });
  return {
    items: answers.flatMap((answer) => answer.data ?? []),
    searching: answers.some((answer) => answer.isFetching),
  };
}
