import { sameJson } from "@/components/schema-form/path";
import { isObject, type Json } from "@/lib/expressions/types";
import type { PatchOperation } from "@/lib/runs/patch";

/**
 * The JSON Patch that makes `after` of `before`, in the order in which it applies. Places that are equal are not
 * named: what one cannot see of a context (a masked value) stays as it is recorded.
 */
export function patchBetween(before: Json, after: Json): PatchOperation[] {
  const found: PatchOperation[] = [];
  compare(before, after, "", found);
  return found;
}

function compare(before: Json, after: Json, path: string, found: PatchOperation[]): void {
  if (Object.is(before, after)) return;
  if (Array.isArray(before) && Array.isArray(after)) compareLists(before, after, path, found);
  else if (isObject(before) && isObject(after)) compareObjects(before, after, path, found);
  else if (before !== after) found.push({ op: "replace", path, value: after });
}

function compareObjects(
  before: Record<string, Json>,
  after: Record<string, Json>,
  path: string,
  found: PatchOperation[],
): void {
  for (const name of Object.keys(before))
    if (!Object.hasOwn(after, name)) found.push({ op: "remove", path: `${path}/${escaped(name)}` });
  for (const [name, value] of Object.entries(after)) {
    const place = `${path}/${escaped(name)}`;
    if (Object.hasOwn(before, name)) compare(before[name], value, place, found);
    else found.push({ op: "add", path: place, value });
  }
}

/** Elements that begin or end both lists alike keep their place; those between are compared one by one. */
function compareLists(
  before: readonly Json[],
  after: readonly Json[],
  path: string,
  found: PatchOperation[],
) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && sameJson(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && sameJson(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const [oldStop, newStop] = [before.length - end, after.length - end];
  const both = Math.min(oldStop, newStop);
  for (let at = start; at < both; at += 1) compare(before[at], after[at], `${path}/${at}`, found);
  for (let at = oldStop - 1; at >= both; at -= 1) found.push({ op: "remove", path: `${path}/${at}` });
  for (let at = both; at < newStop; at += 1)
    found.push({ op: "add", path: `${path}/${at}`, value: after[at] });
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
