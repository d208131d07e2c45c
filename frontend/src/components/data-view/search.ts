import { type Key, segmentText } from "@/lib/expressions/keys";
import { isObject, type Json } from "@/lib/expressions/types";
import { isLarge } from "./rows";

/** A place where the text was found. */
export interface Match {
  keys: Key[];
  path: string;
}

const MAX_MATCHES = 1000;

interface Visit {
  keys: Key[];
  path: string;
  value: Json;
}

/**
 * Finds a text in names and plain values, in the order of the tree. Yields after every `step` values, so that a
 * caller can let the page breathe; the result grows in `found`. At most 1,000 places.
 */
export function* searchTree(
  root: Json,
  rootPath: string,
  text: string,
  found: Match[],
  step = 5000,
): Generator<void, void> {
  const wanted = text.toLowerCase();
  const stack: Visit[] = [{ keys: [], path: rootPath, value: root }];
  let visited = 0;
  while (stack.length > 0 && found.length < MAX_MATCHES) {
    const visit = stack.pop();
    if (!visit) return;
    if (fits(visit, wanted)) found.push({ keys: visit.keys, path: visit.path });
    pushMembers(stack, visit);
    visited += 1;
    if (visited % step === 0) yield;
  }
}

function fits({ keys, value }: Visit, wanted: string): boolean {
  const name = keys.at(-1);
  if (typeof name === "string" && name.toLowerCase().includes(wanted)) return true;
  if (typeof value === "string") return value.toLowerCase().includes(wanted);
  return (value === null || typeof value !== "object") && String(value).includes(wanted);
}

function pushMembers(stack: Visit[], { keys, path, value }: Visit): void {
  if (isLarge(value)) return;
  if (Array.isArray(value)) {
    for (let index = value.length - 1; index >= 0; index--)
      stack.push({ keys: [...keys, index], path: `${path}[${index}]`, value: value[index] });
  } else if (isObject(value)) {
    for (const name of Object.keys(value).reverse())
      stack.push({ keys: [...keys, name], path: path + segmentText(name), value: value[name] });
  }
}
