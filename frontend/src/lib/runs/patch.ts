import type { Json } from "@/lib/expressions/types";

/** One operation of a JSON Patch (RFC 6902) as the server writes it. */
export interface PatchOperation {
  op: string;
  path: string;
  value?: Json;
}

/** A patch that does not fit its document. */
export class PatchError extends Error {}

type Holder = Json[] | Record<string, Json>;

/** The keys of a JSON Pointer, as texts. */
export function keysOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Whether something is an operation that these functions apply: `add`, `replace` or `remove`. */
export function isOperation(
  value: Record<string, unknown>,
): value is Record<string, unknown> & PatchOperation {
  return (
    typeof value.path === "string" && (value.op === "add" || value.op === "replace" || value.op === "remove")
  );
}

/**
 * The document after a patch. What the patch leaves alone is the same object as before; a container is copied once,
 * however often it is changed. Throws PatchError when an operation does not fit; the document is never changed.
 */
export function applyPatch(document: Json, patch: readonly PatchOperation[]): Json {
  const own = new Set<Json>();
  let root = document;
  for (const { op, path, value } of patch) {
    const keys = keysOf(path);
    const last = keys.pop();
    if (last === undefined) {
      root = value;
      continue;
    }
    root = owned(root, own);
    let holder = root;
    for (const key of keys) {
      const child = owned(memberOf(holder, key), own);
      set(holder as Holder, key, child);
      holder = child;
    }
    edit(holder as Holder, last, op, value);
  }
  return root;
}

/** The value at the keys; undefined when there is none. */
export function valueAt(value: Json | undefined, keys: readonly string[]): Json | undefined {
  let found: Json | undefined = value;
  for (const key of keys) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = memberOf(found, key);
  }
  return found;
}

function owned(node: Json, own: Set<Json>): Json {
  if (typeof node !== "object" || node === null) throw new PatchError("There is nothing to write into.");
  if (own.has(node)) return node;
  const copy = Array.isArray(node) ? [...node] : { ...node };
  own.add(copy);
  return copy;
}

function memberOf(holder: Json, key: string): Json {
  return Array.isArray(holder) ? holder[Number(key)] : (holder as Record<string, Json>)[key];
}

function edit(holder: Holder, key: string, op: string, value: Json): void {
  if (Array.isArray(holder)) editList(holder, key, op, value);
  else if (op === "remove") delete holder[key];
  else set(holder, key, value);
}

function editList(list: Json[], key: string, op: string, value: Json): void {
  const at = key === "-" ? list.length : Number(key);
  if (!Number.isInteger(at) || at < 0 || at > list.length)
    throw new PatchError(`The list has no place ${key}.`);
  if (op === "add") list.splice(at, 0, value);
  else if (op === "remove") list.splice(at, 1);
  else list[at] = value;
}

/** `__proto__` is a name like any other in JSON, but not to an assignment. */
function set(holder: Holder, key: string, value: Json): void {
  if (Array.isArray(holder)) holder[Number(key)] = value;
  else if (key !== "__proto__") holder[key] = value;
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}
