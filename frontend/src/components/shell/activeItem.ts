import type { NavItem } from "@/plugins/types";

/** The entry that the address belongs to: the one with the longest path at its beginning. */
export function activeItem(items: readonly NavItem[], pathname: string): NavItem | undefined {
  const holds = (item: NavItem) =>
    item.to === "/" ? pathname === "/" : pathname === item.to || pathname.startsWith(`${item.to}/`);
  return items.filter(holds).sort((a, b) => b.to.length - a.to.length)[0];
}
