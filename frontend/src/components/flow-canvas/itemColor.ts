const NAMED = new Set([
  "yellow",
  "blue",
  "green",
  "pink",
  "violet",
  "gray",
  "red",
  "orange",
  "teal",
  "cyan",
  "grape",
  "indigo",
  "lime",
]);

/** The CSS colour of a note, a frame or a step: a name of the theme, or a hex colour; null for anything else. */
export function itemColor(color: string | null | undefined): string | null {
  if (!color) return null;
  if (NAMED.has(color)) return `var(--mantine-color-${color}-5)`;
  return /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(color) ? color : null;
}
