import { isObject, type Json } from "../path";
import { isRequired, type JsonSchema, propertiesOf, readSchema } from "../schema";

/** The dotted paths of required fields that have no value. The server checks everything else. */
export function checkValue(
  root: JsonSchema,
  value: Json,
  given: Json = root,
  at: readonly string[] = [],
): string[] {
  const { schema } = readSchema(root, given);
  if (Array.isArray(value))
    return value.flatMap((item, index) => checkValue(root, item, schema.items ?? {}, [...at, String(index)]));
  const object = isObject(value) ? value : {};
  if (!isObject(value) && at.length > 0) return [];
  return propertiesOf(schema).flatMap(([key, property]) => {
    const inner = object[key];
    if (inner !== undefined) return checkValue(root, inner, property, [...at, key]);
    return isRequired(schema, key) ? [[...at, key].join(".")] : [];
  });
}
