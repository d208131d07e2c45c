import { isObject, type Json } from "../path";

/** Where a mapping reads and whether finding nothing is an error. */
export interface Source {
  path: string;
  required: boolean;
}

/** Reads `"$.a"` or `{"path": "$.a", "required": true}`; null when it is neither. */
export function sourceOf(value: Json): Source | null {
  if (typeof value === "string") return { path: value, required: false };
  if (!isObject(value) || typeof value.path !== "string") return null;
  const known = Object.keys(value).every((key) => key === "path" || key === "required");
  return known ? { path: value.path, required: value.required === true } : null;
}

/** The short form where it says the same. */
export function writtenSource({ path, required }: Source): Json {
  return required ? { path, required: true } : path;
}

/** The value with another path; whether it is required stays. */
export function withPath(value: Json, path: string): Json {
  return isObject(value) ? { ...value, path } : path;
}
