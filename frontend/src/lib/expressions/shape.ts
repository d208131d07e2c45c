import { isObject, type Json } from "./types";

/** What is known of a place in the context before a value is there: from schemas and from what steps write. */
export interface Shape {
  /** A JSON type, when it is known: "text", "number", "object" and so on. */
  type?: string;
  /** Where it comes from: a step's name, "flow variable", "input". */
  from?: string;
  members?: Record<string, Shape>;
  items?: Shape;
}

/** A place below a shape with a value or a shape (or both) at it. */
export interface Place {
  value: Json | undefined;
  shape: Shape | undefined;
}

/** The JSON type of a value in a word. */
export function typeWord(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (isObject(value)) return "object";
  return typeof value === "string" ? "text" : typeof value;
}

const MAX_MEMBERS = 300;

/** The members of a place: those of the value first, then those that are only declared. */
export function membersOf({ value, shape }: Place): Map<string, Place> {
  const members = new Map<string, Place>();
  if (isObject(value))
    for (const name of Object.keys(value).slice(0, MAX_MEMBERS))
      members.set(name, { value: value[name], shape: shape?.members?.[name] });
  for (const [name, member] of Object.entries(shape?.members ?? {}))
    if (!members.has(name)) members.set(name, { value: undefined, shape: member });
  return members;
}

/** What stands at an index; the shape of a list is the same for all its elements. */
export function elementOf({ value, shape }: Place, index: number): Place {
  const element = Array.isArray(value) ? value[index < 0 ? value.length + index : index] : undefined;
  return { value: element, shape: shape?.items };
}

/** The members of a list's elements, for `[*]` and filters. */
export function anyElementOf(place: Place): Place {
  return elementOf(place, 0);
}

const TYPE_WORDS: Record<string, string> = {
  string: "text",
  integer: "number",
  number: "number",
  boolean: "boolean",
  array: "list",
  object: "object",
  null: "null",
};
const MAX_DEPTH = 8;

/** The shape that a JSON Schema describes; what it leaves open stays open. */
export function shapeOfSchema(schema: Json, from: string, depth = 0): Shape {
  if (!isObject(schema) || depth > MAX_DEPTH) return { from };
  const named = Array.isArray(schema.type) ? schema.type.find((type) => type !== "null") : schema.type;
  const type = typeof named === "string" ? TYPE_WORDS[named] : undefined;
  const members = isObject(schema.properties)
    ? Object.fromEntries(
        Object.entries(schema.properties).map(([name, member]) => [
          name,
          shapeOfSchema(member, from, depth + 1),
        ]),
      )
    : undefined;
  const items = isObject(schema.items) ? shapeOfSchema(schema.items, from, depth + 1) : undefined;
  return { from, ...(type && { type }), ...(members && { members }), ...(items && { items }) };
}

/** Two shapes of the same place together; what the later one says of a type wins. */
function mergeShapes(one: Shape | undefined, other: Shape): Shape {
  if (!one) return other;
  const members = { ...one.members };
  for (const [name, member] of Object.entries(other.members ?? {}))
    members[name] = mergeShapes(members[name], member);
  const items = other.items ? mergeShapes(one.items, other.items) : one.items;
  return {
    ...one,
    ...other,
    ...(Object.keys(members).length > 0 && { members }),
    ...(items && { items }),
  };
}

/** A shape with another one put at a place. Keys that are numbers stand for the elements of a list. */
export function putShape(root: Shape, keys: readonly (string | number)[], shape: Shape): Shape {
  const [key, ...rest] = keys;
  if (key === undefined) return mergeShapes(root, shape);
  if (typeof key === "number")
    return { ...root, type: "list", items: putShape(root.items ?? {}, rest, shape) };
  const member = putShape(root.members?.[key] ?? {}, rest, shape);
  return { ...root, type: root.type ?? "object", members: { ...root.members, [key]: member } };
}
