import { templateName } from "./keys";
import { compilePath } from "./path";
import type { Json } from "./types";

/** How a field holds its value: fixed text, a path, a template, or any JSON. */
export type FieldKind = "literal" | "path" | "template" | "json";

/** How a value of a definition is written: `$…` is a path, `{{ … }}` a template, other text is fixed. */
export function kindOf(value: Json): FieldKind {
  if (typeof value !== "string") return value === undefined || value === null ? "literal" : "json";
  if (value.startsWith("$") && !value.startsWith("$$")) return "path";
  return /\{\{|\{%/.test(value) ? "template" : "literal";
}

/** The text that a person sees for a value: `$$` is shown as the dollar that it means, JSON as JSON. */
export function textOf(value: Json, kind: FieldKind): string {
  if (value === undefined || (value === null && kind !== "json")) return "";
  if (typeof value !== "string" || kind === "json") return JSON.stringify(value, null, 2) ?? "";
  return kind === "literal" && value.startsWith("$$") ? value.slice(1) : value;
}

/** The value for what a person wrote; undefined for no text, null when it is no JSON. */
export function valueFrom(text: string, kind: FieldKind): { value: Json } | { error: string } {
  if (kind === "json") return parsed(text);
  if (text === "") return { value: undefined };
  return { value: kind === "literal" && text.startsWith("$") ? `$${text}` : text };
}

function parsed(text: string): { value: Json } | { error: string } {
  if (text.trim() === "") return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : "This is no JSON." };
  }
}

/** The text after the kind changes: the same place said in the other way where it can be, else the text as it is. */
export function convertText(text: string, from: FieldKind, to: FieldKind): string {
  if (from === to) return text;
  if (from === "path" && to === "template") return asTemplate(text);
  if (from === "template" && to === "path") return asPath(text) ?? text;
  if (from === "json" && to !== "json") return asPlain(text);
  if (to === "json") return from === "literal" ? asJson(text) : JSON.stringify(text);
  if (to === "path" && text !== "" && !text.startsWith("$")) return asBarePath(text);
  return text;
}

function asTemplate(path: string): string {
  try {
    const { keys } = compilePath(path);
    const name = keys && templateName(keys);
    return name ? `{{ ${name} }}` : path;
  } catch {
    return path;
  }
}

/** The path that a template of one plain name means; null for every other template. */
export function asPath(template: string): string | null {
  const name = /^\s*\{\{-?\s*([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[\d+\])*)\s*-?\}\}\s*$/.exec(
    template,
  )?.[1];
  return name ? `$.${name}` : null;
}

function asBarePath(text: string): string {
  return /^[A-Za-z_][\w-]*(?:\.[\w-]+|\[\d+\])*$/.test(text) ? `$.${text}` : text;
}

function asPlain(json: string): string {
  try {
    const value: Json = JSON.parse(json);
    return typeof value === "string" ? value : json;
  } catch {
    return json;
  }
}

function asJson(text: string): string {
  if (text === "") return "";
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}

/** The text after a path was dropped at a selection: a path is replaced, other text takes it in. */
export function dropPath(
  kind: FieldKind | "condition" | "text",
  text: string,
  path: string,
  selection: { start: number; end: number },
): string {
  if (kind === "path" || (kind === "template" && text === "")) return path;
  const asName = kind === "template" || kind === "literal" ? asTemplate(path) : path;
  return text.slice(0, selection.start) + asName + text.slice(selection.end);
}
