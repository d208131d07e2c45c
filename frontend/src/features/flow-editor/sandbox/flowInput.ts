import { isObject, type Json } from "@/lib/expressions/types";
import { ownKey } from "../ownKey";

const keyOf = (flowId: string) => `allma.flow-input.${ownKey(flowId)}`;

/** The input that was used last for a flow on this device; else an example from its schema. */
export function keptFlowInput(flowId: string, schema: Json): string {
  return localStorage.getItem(keyOf(flowId)) ?? JSON.stringify(exampleOf(schema) ?? {}, null, 2);
}

/** Remembers an input for the next time. */
export function keepFlowInput(flowId: string, text: string): void {
  try {
    localStorage.setItem(keyOf(flowId), text);
  } catch {
    // The device has no room: the next try begins with the example.
  }
}

const PLAIN: Record<string, Json> = {
  string: "",
  number: 0,
  integer: 0,
  boolean: false,
  array: [],
  null: null,
};

/** A value with the shape of a JSON Schema: defaults and examples where it has them, the plainest values elsewhere. */
export function exampleOf(schema: Json): Json {
  if (!isObject(schema)) return undefined;
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  const [first] = [schema.examples, schema.enum].flatMap((list) => (Array.isArray(list) ? list : []));
  if (first !== undefined) return first;
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (isObject(schema.properties))
    return Object.fromEntries(
      Object.entries(schema.properties).map(([name, member]) => [name, exampleOf(member) ?? null]),
    );
  return type === "object" ? {} : PLAIN[String(type)];
}
