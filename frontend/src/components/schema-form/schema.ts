import { type FieldPath, isObject, type Json, type JsonObject } from "./path";

/** A JSON Schema as the server or a person wrote it. */
export type JsonSchema = JsonObject;

/** A schema without `$ref` and without its "or null". */
interface ReadSchema {
  schema: JsonSchema;
  nullable: boolean;
}

const MAX_REFS = 16;

/** Follows `$ref` into the root's `$defs` and takes the null out of an `anyOf` of two. */
export function readSchema(root: JsonSchema, given: Json): ReadSchema {
  let schema = isObject(given) ? given : {};
  let nullable = false;
  for (let hop = 0; hop < MAX_REFS; hop += 1) {
    const next = inner(root, schema);
    if (!next) break;
    nullable ||= next.nullable;
    schema = next.schema;
  }
  const types = Array.isArray(schema.type) ? schema.type : [];
  if (!types.includes("null")) return { schema, nullable };
  const others = types.filter((type) => type !== "null");
  return { schema: { ...schema, type: others.length === 1 ? others[0] : others }, nullable: true };
}

function inner(root: JsonSchema, schema: JsonSchema): ReadSchema | null {
  if (typeof schema.$ref === "string") {
    const { $ref, ...beside } = schema;
    return { schema: { ...definition(root, String($ref)), ...beside }, nullable: false };
  }
  for (const word of ["anyOf", "oneOf", "allOf"] as const) {
    const options = schema[word];
    if (!Array.isArray(options)) continue;
    const left = options.filter((option) => !(isObject(option) && option.type === "null"));
    if (left.length !== 1 || !isObject(left[0])) continue;
    const { [word]: _, ...beside } = schema;
    return { schema: { ...left[0], ...beside }, nullable: left.length < options.length };
  }
  return null;
}

function definition(root: JsonSchema, ref: string): JsonSchema {
  if (!ref.startsWith("#/")) return {};
  let found: Json = root;
  for (const key of ref.slice(2).split("/")) found = isObject(found) ? found[key] : undefined;
  return isObject(found) ? found : {};
}

/** The schema of a place inside an object of `schema`; empty where it says nothing. */
export function schemaAt(root: JsonSchema, path: FieldPath, from: Json = root): JsonSchema {
  const { schema } = readSchema(root, from);
  const [key, ...rest] = path;
  if (key === undefined) return isObject(from) ? from : {};
  return schemaAt(root, rest, child(schema, key));
}

function child(schema: JsonSchema, key: string | number): Json {
  if (typeof key === "number") return schema.items;
  const properties = isObject(schema.properties) ? schema.properties : {};
  return properties[key] ?? schema.additionalProperties;
}

/** The properties of an object schema, in their order. */
export function propertiesOf(schema: JsonSchema): [string, JsonSchema][] {
  if (!isObject(schema.properties)) return [];
  return Object.entries(schema.properties).map(([key, value]) => [key, isObject(value) ? value : {}]);
}

/** Whether an object schema demands this property. */
export function isRequired(schema: JsonSchema, key: string): boolean {
  return Array.isArray(schema.required) && schema.required.includes(key);
}

/** The widget that a schema asks for. */
export type WidgetKind =
  | "enum"
  | "const"
  | "boolean"
  | "boolean-or-template"
  | "number"
  | "number-or-template"
  | "template"
  | "template-json"
  | "path"
  | "condition"
  | "document-condition"
  | "step-ref"
  | "flow-ref"
  | "prompt-ref"
  | "connection-ref"
  | "json-schema"
  | "regex"
  | "input-mappings"
  | "literals"
  | "output-mappings"
  | "date"
  | "date-time"
  | "text"
  | "string-list"
  | "enum-list"
  | "list"
  | "group"
  | "key-value"
  | "record"
  | "json";

const BY_FORMAT: Readonly<Record<string, WidgetKind>> = {
  template: "template",
  "template-json": "template-json",
  path: "path",
  condition: "condition",
  "document-condition": "document-condition",
  "step-ref": "step-ref",
  "branch-ref": "step-ref",
  "flow-ref": "flow-ref",
  "prompt-ref": "prompt-ref",
  "connection-ref": "connection-ref",
  "json-schema": "json-schema",
  regex: "regex",
  "input-mappings": "input-mappings",
  literals: "literals",
  "output-mappings": "output-mappings",
  date: "date",
  "date-time": "date-time",
};

/** Which widget edits a value of this (read) schema. */
export function widgetOf(root: JsonSchema, schema: JsonSchema): WidgetKind {
  if (Array.isArray(schema.enum)) return "enum";
  if ("const" in schema) return "const";
  const marked = typeof schema.format === "string" ? BY_FORMAT[schema.format] : undefined;
  if (marked) return marked;
  if (Array.isArray(schema.anyOf)) return unionWidget(schema.anyOf);
  switch (schema.type) {
    case "boolean":
      return "boolean";
    case "integer":
    case "number":
      return "number";
    case "string":
      return "text";
    case "array":
      return listWidget(root, schema);
    case "object":
      return objectWidget(root, schema);
    default:
      return isObject(schema.properties) ? "group" : "json";
  }
}

function unionWidget(options: readonly Json[]): WidgetKind {
  const types = options.filter(isObject).map((option) => option.type);
  const template = options.some((option) => isObject(option) && option.format === "template");
  const numeric = types.filter((type) => type === "integer" || type === "number").length;
  if (numeric === types.length) return "number";
  if (template && types.includes("boolean") && types.length <= 3) return "boolean-or-template";
  if (template && numeric > 0) return "number-or-template";
  return "json";
}

function listWidget(root: JsonSchema, schema: JsonSchema): WidgetKind {
  const items = readSchema(root, schema.items).schema;
  if (Array.isArray(items.enum)) return "enum-list";
  const widget = Object.keys(items).length === 0 ? "json" : widgetOf(root, items);
  if (widget === "json") return "json";
  return widget === "text" ? "string-list" : "list";
}

function objectWidget(root: JsonSchema, schema: JsonSchema): WidgetKind {
  if (isObject(schema.properties) && Object.keys(schema.properties).length > 0) return "group";
  if (!isObject(schema.additionalProperties)) return "json";
  const values = widgetOf(root, readSchema(root, schema.additionalProperties).schema);
  if (values === "text" || values === "template") return "key-value";
  return values === "json" ? "json" : "record";
}

/** The numbers that a schema takes, over the branches of a union too. */
export function boundsOf(schema: JsonSchema): {
  min?: number;
  max?: number;
  above?: number;
  below?: number;
  integer: boolean;
} {
  const options = Array.isArray(schema.anyOf) ? schema.anyOf.filter(isObject) : [schema];
  const numbers = options.filter((option) => option.type === "integer" || option.type === "number");
  const read = (...words: string[]) =>
    numbers.flatMap((option) => words.map((word) => option[word])).find((value) => typeof value === "number");
  const min = read("minimum", "ge");
  const max = read("maximum", "le");
  const above = read("exclusiveMinimum");
  const below = read("exclusiveMaximum");
  return {
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(above !== undefined && { above }),
    ...(below !== undefined && { below }),
    integer: numbers.length > 0 && numbers.every((option) => option.type === "integer"),
  };
}

const ACRONYMS: Readonly<Record<string, string>> = {
  id: "id",
  url: "URL",
  api: "API",
  http: "HTTP",
  json: "JSON",
  csv: "CSV",
  uuid: "UUID",
  ms: "(ms)",
  p: "P",
  k: "K",
};

/** `maxResponseBytes` as a person reads it: "Max response bytes". */
export function humanise(key: string): string {
  const words = key
    .replace(/[_-]+/g, " ")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(" ")
    .filter(Boolean)
    .map((word) => ACRONYMS[word.toLowerCase()] ?? word.toLowerCase());
  const text = words.join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The title that a person gave to a schema; titles that only repeat the key are none. */
export function titleOf(schema: JsonSchema, key: string): string | undefined {
  const { title } = schema;
  if (typeof title !== "string" || title === "") return undefined;
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  return plain(title) === plain(key) || /^[A-Z][a-z]+([A-Z][a-z]+)+$/.test(title) ? undefined : title;
}

/** What a value of this schema begins as: its defaults, and nothing where it has none. */
export function defaultsOf(root: JsonSchema, given: Json = root, depth = 0): Json {
  const { schema } = readSchema(root, given);
  if (schema.default !== undefined && schema.default !== null) return schema.default;
  if ("const" in schema) return schema.const;
  if (!isObject(schema.properties) || depth > 8) return undefined;
  const entries = propertiesOf(schema)
    .map(([key, property]) => [key, defaultsOf(root, property, depth + 1)] as const)
    .filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
