import { isObject, type Json, type JsonObject } from "@/lib/expressions/types";

const LOOKED_AT = 200;
const MAX_COLUMNS = 40;

/** Whether a value reads well as a table: a list of objects. */
export function isTable(value: Json): value is JsonObject[] {
  return Array.isArray(value) && value.length > 0 && value.slice(0, LOOKED_AT).every(isObject);
}

/** The names that the first 200 objects have, in the order in which they appear; at most 40. */
export function columnsOf(rows: readonly JsonObject[]): string[] {
  const names = new Set<string>();
  for (const row of rows.slice(0, LOOKED_AT)) for (const name of Object.keys(row)) names.add(name);
  return [...names].slice(0, MAX_COLUMNS);
}
