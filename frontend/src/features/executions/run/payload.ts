const DEPTH = 6;

/** A first payload for a JSON Schema: defaults and examples where it has them, else an empty value of each type. */
export function skeletonOf(schema: unknown, depth = 0): unknown {
  if (!isRecord(schema) || depth > DEPTH) return depth === 0 ? {} : null;
  if ("const" in schema) return schema.const;
  if ("default" in schema) return schema.default;
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples[0];
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return schema.enum[0];
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "object" || isRecord(schema.properties)) return members(schema, depth);
  return EMPTY[String(type)] ?? (depth === 0 ? {} : null);
}

const EMPTY: Record<string, unknown> = { string: "", number: 0, integer: 0, boolean: true, array: [] };

function members(schema: Record<string, unknown>, depth: number): Record<string, unknown> {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [name, skeletonOf(inner, depth + 1)]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
