import { type Key, pathText, reach } from "./keys";
import { nearestName } from "./nearest";
import { preview } from "./preview";
import { isObject, type Json, MISSING, type WhyEmpty } from "./types";

const MAX_KEYS = 10;
const KEY_LENGTH = 60;

/**
 * Which segment of the path failed, which keys were there, and the nearest name. `rootNames` are the names at the
 * root when they are more than the document's own.
 */
export function whyMissing(keys: readonly Key[], document: Json, rootNames?: string[]): WhyEmpty {
  for (const [depth, key] of keys.entries()) {
    const parent = reach(document, keys.slice(0, depth));
    if (reach(parent, [key]) === MISSING)
      return reasonFor(parent, key, pathText(keys.slice(0, depth)), depth === 0 ? rootNames : undefined);
  }
  return { reason: "It was found.", at: pathText(keys), segment: null, keysThere: [], nearest: null };
}

function reasonFor(parent: Json, key: Key, at: string, names: string[] | undefined): WhyEmpty {
  const there = { at, segment: key, keysThere: [], nearest: null };
  if (typeof key === "number") {
    const reason = Array.isArray(parent)
      ? `${at} has ${parent.length} element(s), so there is no [${key}].`
      : `${at} is ${kindOf(parent)}, not a list, so there is no [${key}].`;
    return { ...there, reason };
  }
  if (!isObject(parent))
    return { ...there, reason: `${at} is ${kindOf(parent)}, not an object, so there is no ${quoted(key)}.` };
  const keysThere = names ?? Object.keys(parent);
  if (keysThere.length === 0)
    return { ...there, reason: `${at} is an empty object, so there is no ${quoted(key)}.` };
  const nearest = nearestName(key, keysThere);
  const question = nearest === null ? "" : ` Did you mean ${quoted(nearest)}?`;
  const reason = `${at} has no ${quoted(key)}; it has ${listed(keysThere)}.${question}`;
  return { ...there, keysThere, nearest, reason };
}

function kindOf(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function quoted(key: string): string {
  return preview(key, KEY_LENGTH);
}

function listed(names: string[]): string {
  const shown = names.slice(0, MAX_KEYS).map(quoted).join(", ");
  return names.length > MAX_KEYS ? `${shown} and ${names.length - MAX_KEYS} more` : shown;
}
