import type { PlaceMark } from "@/components/data-view";
import type { Key } from "@/lib/expressions/keys";
import { pathText, segmentText } from "@/lib/expressions/keys";
import type { Json } from "@/lib/expressions/types";
import { keysOf, type PatchOperation, valueAt } from "@/lib/runs/patch";

const KINDS: Readonly<Record<string, PlaceMark>> = { add: "added", replace: "changed", remove: "removed" };

/**
 * The places of a context that a patch touched, by their path (`$.order.lines[0]`), and what they lie in. Of the
 * context before the patch those that it changes or removes, of the one after those that it added or changed.
 */
export function marksOf(
  root: Json,
  patch: readonly PatchOperation[],
  side: "before" | "after",
): ReadonlyMap<string, PlaceMark> {
  const marks = new Map<string, PlaceMark>();
  for (const { op, path } of patch) {
    const kind = KINDS[op] ?? "changed";
    const keys = keysOf(path);
    const isThere = kind !== (side === "before" ? "added" : "removed");
    let text = "$";
    for (const [index, key] of typedKeys(root, keys).entries()) {
      if (!marks.has(text)) marks.set(text, "inside");
      text += segmentText(key);
      if (index < keys.length - 1) continue;
      if (isThere) marks.set(text, kind);
    }
  }
  return marks;
}

/** The place of an operation as a path, with numbers where the context has lists. */
export function placeText(root: Json, pointer: string): string {
  return pathText(typedKeys(root, keysOf(pointer)));
}

/** Pointers do not tell an index from a name: the document does. */
function typedKeys(root: Json, keys: readonly string[]): Key[] {
  return keys.map((key, index) =>
    Array.isArray(valueAt(root, keys.slice(0, index))) && /^\d+$/.test(key) ? Number(key) : key,
  );
}
