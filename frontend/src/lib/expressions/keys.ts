import { isObject, type Json, MISSING } from "./types";

/** One step of a path: a member's name or an element's index. */
export type Key = string | number;

const PLAIN_NAME = /^[A-Za-z_\u{80}-\u{10ffff}][\p{L}\p{N}_\u{80}-\u{10ffff}-]*$/u;
const SHORT_ESCAPES: Record<string, string> = {
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** `.name`, `[0]` or `['a key']`. */
export function segmentText(key: Key): string {
  if (typeof key === "number") return `[${key}]`;
  if (PLAIN_NAME.test(key)) return `.${key}`;
  const escaped = key.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be escaped
  return `['${escaped.replace(/[\x00-\x1f]/g, escapeControl)}']`;
}

function escapeControl(character: string): string {
  return SHORT_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The keys as a JSONPath: `$.order.lines[0]`. */
export function pathText(keys: readonly Key[], root = "$"): string {
  return root + keys.map(segmentText).join("");
}

/** A name in a template: `order.lines[0]`; null for keys that a template cannot name. */
export function templateName(keys: readonly Key[]): string | null {
  const [first, ...rest] = keys;
  if (typeof first !== "string" || !/^[A-Za-z_][\w-]*$/.test(first)) return null;
  const parts = rest.map((key) => {
    if (typeof key === "number") return `[${key}]`;
    return /^[A-Za-z_][\w-]*$/.test(key) ? `.${key}` : key.includes('"') ? null : `["${key}"]`;
  });
  return parts.includes(null) ? null : first + parts.join("");
}

/** The value at the keys, or MISSING. A negative index counts from the end. */
export function reach(document: Json, keys: readonly Key[]): Json {
  let node = document;
  for (const key of keys) {
    if (typeof key === "string") {
      if (!isObject(node) || !Object.hasOwn(node, key)) return MISSING;
      node = node[key];
    } else {
      if (!Array.isArray(node)) return MISSING;
      const index = key < 0 ? key + node.length : key;
      if (index < 0 || index >= node.length) return MISSING;
      node = node[index];
    }
  }
  return node;
}

/** A copy with the value at the keys; missing parents are made, anything else in the way stays as it is. */
export function place(node: Json, [key, ...rest]: readonly Key[], value: Json): Json {
  if (key === undefined) return value;
  if (typeof key === "number") {
    if (node !== undefined && node !== null && !Array.isArray(node)) return node;
    const list: Json[] = [...(node ?? [])];
    while (list.length < key) list.push(null);
    list[key] = place(list[key], rest, value);
    return list;
  }
  if (node !== undefined && node !== null && !isObject(node)) return node;
  return { ...node, [key]: place(node?.[key], rest, value) };
}
