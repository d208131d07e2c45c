/** Where a field lies inside a form's value: keys and list indices. */
export type FieldPath = readonly (string | number)[];

export type Json = unknown;
export type JsonObject = { readonly [key: string]: unknown };

/** Whether a value is a JSON object (not a list, not null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path; undefined where there is nothing. */
export function getIn(root: Json, path: FieldPath): Json {
  let value = root;
  for (const key of path) {
    if (Array.isArray(value) && typeof key === "number") value = value[key];
    else if (isObject(value) && Object.hasOwn(value, key)) value = value[key];
    else return undefined;
  }
  return value;
}

/**
 * A copy of `root` with another value at a path; what is beside the path stays the same reference. `undefined` takes
 * the field away, and with it the objects that become empty by that; a list loses the item.
 */
export function setIn(root: Json, path: FieldPath, value: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === "number") return setInList(Array.isArray(root) ? root : [], key, rest, value);
  return setInObject(isObject(root) ? root : {}, key, rest, value);
}

function setInList(list: readonly Json[], index: number, rest: FieldPath, value: Json): Json[] {
  const next = [...list];
  if (rest.length === 0 && value === undefined) next.splice(index, 1);
  else {
    const item = setIn(list[index] ?? emptyFor(rest), rest, value);
    next[index] = item === undefined ? {} : item;
  }
  return next;
}

function setInObject(object: JsonObject, key: string, rest: FieldPath, value: Json): JsonObject | undefined {
  const inner = rest.length === 0 ? value : setIn(object[key] ?? emptyFor(rest), rest, value);
  if (inner !== undefined) return { ...object, [key]: inner };
  const { [key]: _, ...others } = object;
  return Object.keys(others).length === 0 ? undefined : others;
}

function emptyFor(rest: FieldPath): Json {
  return typeof rest[0] === "number" ? [] : {};
}

/** `transitions.0.condition`: how a field is named in addresses and in the page. */
export function dotted(path: FieldPath): string {
  return path.join(".");
}

/** The keys of a JSON Pointer, unescaped. */
export function pointerKeys(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Whether two JSON values are the same; the order of an object's keys does not matter. */
export function sameJson(a: Json, b: Json): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}

/** A copy of an object in which a key has another name, at the same place. */
export function renameKey(object: JsonObject, from: string, to: string): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key === from ? to : key, value]));
}
