/** One field that differs. `undefined` on a side: the field is not there. */
export interface FieldChange {
  /** JSON Pointer of the field, such as `/customConfig/url`. */
  path: string;
  before: unknown;
  after: unknown;
}

type Operation = Record<string, unknown>;

/**
 * The fields that a JSON Patch (RFC 6902) changes in a value, each with what it was and what it becomes. The patch is
 * followed step by step, so that places in lists are right. Throws RangeError when the patch does not fit the value.
 */
export function fieldChanges(value: unknown, patch: readonly Operation[]): FieldChange[] {
  const root = { "": structuredClone(value) };
  return patch.flatMap((operation) => follow(root, operation) ?? []);
}

function follow(root: object, operation: Operation): FieldChange | null {
  const path = String(operation.path ?? "");
  switch (operation.op) {
    case "add":
      return put(root, path, operation.value, true);
    case "replace":
      return put(root, path, operation.value, false);
    case "remove":
      return { path, before: take(root, path), after: undefined };
    case "move":
      return put(root, path, take(root, String(operation.from)), true);
    case "copy":
      return put(root, path, structuredClone(read(root, String(operation.from))), true);
    default:
      return null;
  }
}

/** Puts a value in place; in a list `insert` makes room for it. */
function put(root: object, path: string, value: unknown, insert: boolean): FieldChange {
  const { parent, key } = placeOf(root, path);
  const after = structuredClone(value);
  if (Array.isArray(parent)) {
    const index = key === "-" ? parent.length : Number(key);
    const [before] = parent.splice(index, insert ? 0 : 1, after);
    return { path, before, after: value };
  }
  const before = Reflect.get(parent, key);
  Reflect.set(parent, key, after);
  return { path, before, after: value };
}

function take(root: object, path: string): unknown {
  const { parent, key } = placeOf(root, path);
  if (Array.isArray(parent)) return parent.splice(Number(key), 1)[0];
  const before = Reflect.get(parent, key);
  Reflect.deleteProperty(parent, key);
  return before;
}

function read(root: object, path: string): unknown {
  const { parent, key } = placeOf(root, path);
  return Reflect.get(parent, key);
}

/** The whole value stands under the empty key of `root`, so that it has a place like every other. */
function placeOf(root: object, path: string): { parent: object; key: string } {
  const keys = path.split("/").map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const key = keys.pop() ?? "";
  let parent: unknown = root;
  for (const one of keys)
    parent = typeof parent === "object" && parent ? Reflect.get(parent, one) : undefined;
  if (typeof parent !== "object" || parent === null) throw new RangeError(`There is nothing at ${path}.`);
  return { parent, key };
}
