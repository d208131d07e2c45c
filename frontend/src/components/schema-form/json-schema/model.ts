import { isObject, type Json, renameKey } from "../path";
import type { JsonSchema } from "../schema";

/** The types that a property can be given by hand. `custom` is what only the JSON view can edit. */
export type PropertyType =
  | "string"
  | "integer"
  | "number"
  | "boolean"
  | "object"
  | "array"
  | "any"
  | "custom";

export const PROPERTY_TYPES: readonly PropertyType[] = [
  "string",
  "integer",
  "number",
  "boolean",
  "object",
  "array",
  "any",
];

const PLAIN = new Set<string>(["string", "integer", "number", "boolean", "object", "array"]);
const SIMPLE_WORDS = new Set(["type", "description", "enum", "properties", "required", "items", "title"]);

/** The type of a property and whether it may be null. */
export function typeOf(schema: Json): { type: PropertyType; nullable: boolean } {
  if (schema === true) return { type: "any", nullable: false };
  if (!isObject(schema)) return { type: "custom", nullable: false };
  if (schema.type === undefined) {
    const simple = Object.keys(schema).every((word) => SIMPLE_WORDS.has(word));
    return { type: simple ? "any" : "custom", nullable: false };
  }
  if (typeof schema.type === "string")
    return { type: PLAIN.has(schema.type) ? (schema.type as PropertyType) : "custom", nullable: false };
  const types = Array.isArray(schema.type) ? schema.type : [];
  const others = types.filter((each) => each !== "null");
  if (others.length !== 1 || !PLAIN.has(String(others[0])) || types.length > 2)
    return { type: "custom", nullable: false };
  return { type: others[0] as PropertyType, nullable: types.length === 2 };
}

/** The schema with another type; words that belong to the old type alone are dropped. */
export function withType(schema: Json, type: PropertyType, nullable: boolean): JsonSchema {
  const {
    type: _,
    properties,
    required,
    items,
    additionalProperties,
    enum: values,
    ...rest
  } = isObject(schema) ? schema : {};
  const before = typeOf(schema).type;
  const kept = before === type ? { properties, required, items, additionalProperties, enum: values } : {};
  const fresh =
    type === "array" && before !== "array"
      ? { items: { type: "string" } }
      : type === "object" && before !== "object"
        ? { properties: {} }
        : {};
  const named = type === "any" || type === "custom" ? {} : { type: nullable ? [type, "null"] : type };
  return withoutUndefined({ ...named, ...rest, ...kept, ...fresh });
}

function withoutUndefined(schema: Record<string, Json>): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}

/** The schema with a word set, or taken away with undefined. */
export function withWord(schema: JsonSchema, word: string, value: Json): JsonSchema {
  return withoutUndefined({ ...schema, [word]: value });
}

const propertiesIn = (schema: JsonSchema): JsonSchema =>
  isObject(schema.properties) ? schema.properties : {};
const requiredIn = (schema: JsonSchema): string[] =>
  Array.isArray(schema.required) ? schema.required.map(String) : [];

/** The properties of an object schema with whether they are required, in order. */
export function listProperties(schema: JsonSchema): { name: string; schema: Json; required: boolean }[] {
  const required = requiredIn(schema);
  return Object.entries(propertiesIn(schema)).map(([name, inner]) => ({
    name,
    schema: inner,
    required: required.includes(name),
  }));
}

/** Adds a property of type string under a free name. */
export function addProperty(schema: JsonSchema): JsonSchema {
  const properties = propertiesIn(schema);
  let name = "field";
  for (let number = 2; Object.hasOwn(properties, name); number += 1) name = `field_${number}`;
  return { ...schema, properties: { ...properties, [name]: { type: "string" } } };
}

/** Sets the schema of a property. */
export function setProperty(schema: JsonSchema, name: string, inner: Json): JsonSchema {
  return { ...schema, properties: { ...propertiesIn(schema), [name]: inner } };
}

/** Takes a property away, out of `required` too. */
export function removeProperty(schema: JsonSchema, name: string): JsonSchema {
  const { [name]: _, ...properties } = propertiesIn(schema);
  return setRequired({ ...schema, properties }, name, false);
}

/** Gives a property another name at the same place. Unchanged when the name is taken or empty. */
export function renameProperty(schema: JsonSchema, from: string, to: string): JsonSchema {
  const properties = propertiesIn(schema);
  if (to === "" || from === to || Object.hasOwn(properties, to)) return schema;
  const required = requiredIn(schema).map((name) => (name === from ? to : name));
  const renamed = { ...schema, properties: renameKey(properties, from, to) };
  return schema.required === undefined ? renamed : { ...renamed, required };
}

/** Says whether a property is required. An empty `required` is taken away. */
export function setRequired(schema: JsonSchema, name: string, required: boolean): JsonSchema {
  const others = requiredIn(schema).filter((each) => each !== name);
  const next = required ? [...others, name] : others;
  return withWord(schema, "required", next.length === 0 ? undefined : next);
}

/** Words of a property that the table does not show. */
export function hiddenWords(schema: Json): string[] {
  return isObject(schema) ? Object.keys(schema).filter((word) => !SIMPLE_WORDS.has(word)) : [];
}
