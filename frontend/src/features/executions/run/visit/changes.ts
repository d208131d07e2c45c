import type { Json } from "@/lib/expressions/types";

/** One operation of a JSON Patch as the server writes it. */
export interface PatchOperation {
  op: string;
  path: string;
  value?: Json;
}

/** What a visit did to one place of the context. `before` is undefined where nothing was, `after` where nothing is. */
export interface Change {
  kind: "added" | "changed" | "removed";
  /** As a JSONPath, `$.order.lines[0]`. */
  path: string;
  before: Json | undefined;
  after: Json | undefined;
}

/** Whether what was there before is needed to show this patch. */
export function needsBefore(patch: readonly PatchOperation[]): boolean {
  return patch.some((operation) => operation.op !== "add");
}

/** Reads a patch as changes, in its order; `before` is the context that it was made for (not changed). */
export function changesOf(patch: readonly PatchOperation[], before: Json | undefined): Change[] {
  let root = before;
  return patch.map(({ op, path, value }) => {
    const keys = keysOf(path);
    const old = at(root, keys);
    root = op === "remove" ? without(root, keys) : withValue(root, keys, value ?? null, op === "add");
    const kind = op === "remove" ? "removed" : op === "add" ? "added" : "changed";
    return {
      kind,
      path: jsonPath(keys),
      before: op === "add" ? undefined : old,
      after: op === "remove" ? undefined : value,
    };
  });
}

function keysOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function jsonPath(keys: readonly string[]): string {
  const parts = keys.map((key) => {
    if (/^\d+$/.test(key)) return `[${key}]`;
    return /^[A-Za-z_][\w]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  });
  return `$${parts.join("")}`;
}

function at(value: Json | undefined, keys: readonly string[]): Json | undefined {
  let found: Json | undefined = value;
  for (const key of keys) {
    if (Array.isArray(found)) found = found[Number(key)];
    else if (isRecord(found)) found = Object.hasOwn(found, key) ? found[key] : undefined;
    else return undefined;
  }
  return found;
}

type Edit = (holder: Json[] | Record<string, Json>, key: string) => Json;

function edited(value: Json | undefined, keys: readonly string[], edit: Edit): Json | undefined {
  const [key, ...rest] = keys;
  if (key === undefined || value === undefined) return value;
  if (!Array.isArray(value) && !isRecord(value)) return value;
  if (rest.length === 0) return edit(value, key);
  const inner = edited(at(value, [key]), rest, edit);
  return inner === undefined ? value : put(value, key, inner);
}

function put(holder: Json[] | Record<string, Json>, key: string, value: Json): Json {
  if (Array.isArray(holder)) return holder.with(Number(key), value);
  return { ...holder, [key]: value };
}

function withValue(
  root: Json | undefined,
  keys: readonly string[],
  value: Json,
  insert: boolean,
): Json | undefined {
  if (keys.length === 0) return value;
  return edited(root, keys, (holder, key) => {
    if (!Array.isArray(holder)) return { ...holder, [key]: value };
    if (!insert) return holder.with(Number(key), value);
    return holder.toSpliced(key === "-" ? holder.length : Number(key), 0, value);
  });
}

function without(root: Json | undefined, keys: readonly string[]): Json | undefined {
  return edited(root, keys, (holder, key) => {
    if (Array.isArray(holder)) return holder.toSpliced(Number(key), 1);
    return Object.fromEntries(Object.entries(holder).filter(([name]) => name !== key));
  });
}

function isRecord(value: Json | undefined): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
