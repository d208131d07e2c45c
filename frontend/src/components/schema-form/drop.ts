/** `$.order.items[0]` as a template prints it: `order.items[0]`. Null for paths that a template cannot say. */
export function pathInTemplate(path: string): string | null {
  const inner = path.replace(/^\$\.?/, "");
  return /^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*|\[\d+\]|\[(["'])[^\]"']*\2\])*$/.test(inner) ? inner : null;
}

/** The last name of a path: `total` for `$.order.total` and `$.order['total']`; `item` where it has none. */
export function lastKey(path: string): string {
  const found = path.match(/(?:\.([A-Za-z_][\w-]*)|\[(["'])(.*?)\2\])(?:\[\d+\]|\[\*\])*$/);
  return found?.[1] ?? found?.[3] ?? "item";
}
