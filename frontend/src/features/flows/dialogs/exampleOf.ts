type JsonObject = Record<string, unknown>;

const MAX_DEPTH = 4;
const PLAIN: Record<string, unknown> = {
  string: "",
  number: 0,
  integer: 0,
  boolean: false,
  array: [],
  null: null,
};

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value to begin with for a JSON Schema: its default or first example, else empty values for what it requires. */
export function exampleOf(schema: unknown, depth = 0): unknown {
  if (!isObject(schema)) return depth ? null : {};
  if ("default" in schema) return schema.default;
  if (Array.isArray(schema.examples) && schema.examples.length) return schema.examples[0];
  if (Array.isArray(schema.enum) && schema.enum.length) return schema.enum[0];
  if ("const" in schema) return schema.const;
  if (isObject(schema.properties) && depth < MAX_DEPTH) return requiredOf(schema, schema.properties, depth);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  return typeof type === "string" && type in PLAIN ? PLAIN[type] : {};
}

function requiredOf(schema: JsonObject, properties: JsonObject, depth: number): JsonObject {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const wanted = Object.entries(properties).filter(
    ([name, one]) => required.includes(name) || (isObject(one) && "default" in one),
  );
  return Object.fromEntries(wanted.map(([name, one]) => [name, exampleOf(one, depth + 1)]));
}
