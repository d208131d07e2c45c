import { type Key, segmentText } from "@/lib/expressions/keys";
import { isObject, type Json } from "@/lib/expressions/types";

/** A value that the server keeps apart because it is large. */
export interface LargeValue {
  preview: string;
  bytes: number;
  href: string;
}

/** What happened at a place; `inside`: to something within it. */
export type PlaceMark = "added" | "changed" | "removed" | "inside";

/** A line of the tree. `path` names the value; `more` stands for members that are not listed yet. */
export type Row =
  | {
      kind: "value";
      path: string;
      name: Key | null;
      value: Json;
      depth: number;
      /** How many members it has; null for a value without any. */
      count: number | null;
      open: boolean;
      place: number;
      siblings: number;
    }
  | { kind: "more"; path: string; depth: number; left: number };

/** Members that are listed at once. */
export const PAGE = 500;

/** What a person has opened: paths, and how many members of a path are listed beyond the first page. */
export interface TreeState {
  open: ReadonlySet<string>;
  listed: ReadonlyMap<string, number>;
  loaded: ReadonlyMap<string, Json>;
}

export const CLOSED: TreeState = { open: new Set(), listed: new Map(), loaded: new Map() };

/** Whether a value is only a pointer to a large one. */
export function isLarge(value: Json): value is LargeValue {
  return (
    isObject(value) &&
    typeof value.href === "string" &&
    typeof value.bytes === "number" &&
    typeof value.preview === "string" &&
    Object.keys(value).length === 3
  );
}

/** How many members a value has; null for a value that has none by its kind. */
export function countOf(value: Json): number | null {
  if (isLarge(value)) return null;
  if (Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : null;
}

/** The lines that are to be seen: only what is opened is walked. */
export function rowsOf(root: Json, rootPath: string, state: TreeState): Row[] {
  const rows: Row[] = [];
  const add = (
    name: Key | null,
    value: Json,
    path: string,
    depth: number,
    place: number,
    siblings: number,
  ) => {
    const real = state.loaded.has(path) ? state.loaded.get(path) : value;
    const count = countOf(real);
    const open = count !== null && count > 0 && state.open.has(path);
    rows.push({ kind: "value", path, name, value: real, depth, count, open, place, siblings });
    if (open) addMembers(real, path, depth + 1);
  };
  const addMembers = (holder: Json, path: string, depth: number) => {
    const limit = state.listed.get(path) ?? PAGE;
    const names: readonly Key[] = Array.isArray(holder)
      ? Array.from({ length: Math.min(holder.length, limit) }, (_, index) => index)
      : Object.keys(isObject(holder) ? holder : {}).slice(0, limit);
    const count = countOf(holder) ?? 0;
    for (const [index, name] of names.entries())
      add(name, memberOf(holder, name), path + segmentText(name), depth, index + 1, count);
    if (count > names.length) rows.push({ kind: "more", path, depth, left: count - names.length });
  };
  add(null, root, rootPath, 0, 1, 1);
  return rows;
}

/** A member by its key. */
function memberOf(holder: Json, key: Key): Json {
  if (typeof key === "number") return Array.isArray(holder) ? holder[key] : undefined;
  return isObject(holder) ? holder[key] : undefined;
}

/** The state with a path opened or closed. */
export function toggle(state: TreeState, path: string, open = !state.open.has(path)): TreeState {
  const next = new Set(state.open);
  if (open) next.add(path);
  else next.delete(path);
  return { ...state, open: next };
}

/** The state with another page of members listed. */
export function listMore(state: TreeState, path: string): TreeState {
  const listed = new Map(state.listed);
  listed.set(path, (listed.get(path) ?? PAGE) + PAGE);
  return { ...state, listed };
}

/** The state with a large value put in the place of its pointer, opened. */
export function withLoaded(state: TreeState, path: string, value: Json): TreeState {
  const loaded = new Map(state.loaded);
  loaded.set(path, value);
  return toggle({ ...state, loaded }, path, true);
}

/** The state in which everything on the way to a value is opened and listed. `keys` lead from the root. */
export function reveal(state: TreeState, root: Json, rootPath: string, keys: readonly Key[]): TreeState {
  const open = new Set(state.open);
  const listed = new Map(state.listed);
  let path = rootPath;
  let holder = root;
  for (const key of keys) {
    open.add(path);
    if (state.loaded.has(path)) holder = state.loaded.get(path);
    const place = typeof key === "number" ? key : Object.keys(isObject(holder) ? holder : {}).indexOf(key);
    const needed = Math.ceil((place + 1) / PAGE) * PAGE;
    if (needed > (listed.get(path) ?? PAGE)) listed.set(path, needed);
    holder = memberOf(holder, key);
    path += segmentText(key);
  }
  return { ...state, open, listed };
}

/** How to come to a path: the keys from the root, or the large value on the way that has to be loaded first. */
export type Way = { keys: readonly Key[] } | { path: string; large: LargeValue };

/** The way to a path as the tree writes it; null when there is nothing. */
export function wayTo(state: TreeState, root: Json, rootPath: string, wanted: string): Way | null {
  const keys: Key[] = [];
  let path = rootPath;
  let value = root;
  while (path !== wanted) {
    if (state.loaded.has(path)) value = state.loaded.get(path);
    if (isLarge(value)) return { path, large: value };
    const key = keyOn(value, path, wanted);
    if (key === undefined) return null;
    keys.push(key);
    path += segmentText(key);
    value = memberOf(value, key);
  }
  return { keys };
}

/** The member of a value at `path` that lies on the way to a path below it. */
function keyOn(value: Json, path: string, wanted: string): Key | undefined {
  if (!wanted.startsWith(path)) return undefined;
  if (Array.isArray(value)) {
    const index = Number(/^\[(\d+)\]/.exec(wanted.slice(path.length))?.[1] ?? Number.NaN);
    return index < value.length ? index : undefined;
  }
  const isOn = (at: string) => wanted.startsWith(at) && /^(?:[.[]|$)/.test(wanted.slice(at.length));
  return Object.keys(isObject(value) ? value : {}).find((name) => isOn(path + segmentText(name)));
}

/** The paths that are opened at first: the root, and what has few members, down to `depth`. */
export function openedAtFirst(root: Json, rootPath: string, depth = 2, few = 12): Set<string> {
  const open = new Set<string>();
  const visit = (value: Json, path: string, level: number) => {
    const count = countOf(value);
    if (!count || level >= depth || (level > 0 && count > few)) return;
    open.add(path);
    const names: readonly Key[] = Array.isArray(value)
      ? [...value.keys()]
      : Object.keys(isObject(value) ? value : {});
    if (count <= few * 4)
      for (const name of names) visit(memberOf(value, name), path + segmentText(name), level + 1);
  };
  visit(root, rootPath, 0);
  return open;
}
