import { Liquid, type LiquidError, type Template } from "liquidjs";
import { isEmpty, lengthOf } from "./comparison";
import { whyMissing } from "./explain";
import { evaluatePath } from "./path";
import type { Scope } from "./scope";
import { type Evaluation, isObject, type Json, type JsonObject, Unsure } from "./types";

const MARKUP = /\{\{|\{%/;
const PIECES = /\{\{-?(?<output>.*?)-?\}\}|\{%-?\s*(?<tag>\w+)(?<rest>.*?)-?%\}/gs;
const QUOTED = /'[^']*'|"[^"]*"/g;

/** What liquidjs and the server are known to do alike; the cases in tests/expressions hold both to it. */
const FILTERS = new Set(
  "append default downcase first join json last minus plus prepend remove replace size strip times upcase".split(
    " ",
  ),
);
const TAGS = new Set(
  "assign break capture case comment continue else elsif endcapture endcase endcomment endfor endif endunless for if unless when".split(
    " ",
  ),
);
const UNSURE_IN_TAGS = /[<>]|\.\.|\.size\b|\b(?:contains|empty|blank|limit|offset|reversed)\b/;
const UNSURE_IN_OUTPUT = /\.\.|[[<>]|\.size\b|\b(?:nil|null|empty|blank)\b/;

/** What a value prints as: objects and lists as JSON, booleans as true and false, null as nothing. */
function toText(value: Json): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return numberText(value);
  return typeof value === "boolean" ? String(value) : toJson(value);
}

function numberText(value: number): string {
  const text = String(value);
  // The server tells 1.0 from 1 and writes exponents otherwise.
  if (!Number.isFinite(value) || text.includes("e") || Math.abs(value) > Number.MAX_SAFE_INTEGER)
    throw new Unsure();
  return text;
}

function toJson(value: Json): string {
  return JSON.stringify(value, (_, member: Json) => {
    if (typeof member === "number") numberText(member);
    return member;
  });
}

const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  lenientIf: true,
  ownPropertyOnly: true,
  outputEscape: toText,
  parseLimit: 256 * 1024,
  renderLimit: 2000,
});

function arithmetic(operate: (left: number, right: number) => number) {
  return (left: Json, right: Json): number => {
    if (!Number.isSafeInteger(left) || !Number.isSafeInteger(right)) throw new Unsure();
    return operate(Number(left), Number(right));
  };
}

const FILTER_FUNCTIONS: Record<string, (value: Json, ...args: Json[]) => Json> = {
  json: toJson,
  plus: arithmetic((left, right) => left + right),
  minus: arithmetic((left, right) => left - right),
  times: arithmetic((left, right) => left * right),
  join: (items, separator = " ") => listed(items).map(toText).join(toText(separator)),
  first: (items) => (Array.isArray(items) ? items[0] : null),
  last: (items) => (Array.isArray(items) ? items.at(-1) : null),
  size: (value) =>
    typeof value === "string" || Array.isArray(value) || isObject(value) ? lengthOf(value) : 0,
  default: (value, otherwise = "") => (value === false || isEmpty(value ?? null) ? otherwise : value),
  append: (text, more) => toText(text) + toText(more),
  prepend: (text, more) => toText(more) + toText(text),
  upcase: (text) => toText(text).toUpperCase(),
  downcase: (text) => toText(text).toLowerCase(),
  replace: (text, old, next = "") => toText(text).replaceAll(toText(old), toText(next)),
  remove: (text, old) => toText(text).replaceAll(toText(old), ""),
};
for (const [name, filter] of Object.entries(FILTER_FUNCTIONS)) engine.registerFilter(name, filter);

function listed(items: Json): Json[] {
  return Array.isArray(items) ? items : [items];
}

/** Whether the text has template markup at all. */
function hasMarkup(text: string): boolean {
  return MARKUP.test(text);
}

/**
 * What a value of a definition gives: `$...` is a path that keeps its type, `$$` a literal dollar, `{{ … }}` a Liquid
 * template over the names of the context with `local` (the step's own input) laid over them. Throws ExpressionError
 * and Unsure.
 */
export function evaluateTemplate(text: string, scope: Scope, local: JsonObject = {}): Evaluation {
  if (text.startsWith("$") && !text.startsWith("$$")) return evaluatePath(text, scope);
  const source = text.startsWith("$$") ? text.slice(1) : text;
  if (!hasMarkup(source)) return { outcome: "value", value: source };
  const tags = checkKnown(source);
  const names = { ...scope.whole, ...local };
  try {
    return { outcome: "value", value: String(engine.renderSync(parsed(source), names)) };
  } catch (error) {
    if (tags) throw new Unsure();
    return undefinedVariable(error, source, names);
  }
}

function parsed(source: string): Template[] {
  try {
    return engine.parse(source);
  } catch {
    throw new Unsure();
  }
}

/** Throws Unsure for what the two engines may do otherwise; says whether there are tags. */
function checkKnown(source: string): boolean {
  let tags = false;
  for (const { groups } of source.matchAll(PIECES)) {
    const markup = (groups?.output ?? groups?.rest ?? "").replace(QUOTED, "''");
    if (groups?.tag !== undefined) {
      tags = true;
      if (!TAGS.has(groups.tag) || UNSURE_IN_TAGS.test(markup)) throw new Unsure();
    } else if (UNSURE_IN_OUTPUT.test(markup.replace(/\[(?:\d+|'')\]/g, ""))) throw new Unsure();
    for (const [, filter = ""] of markup.matchAll(/\|\s*(\w+)/g))
      if (!FILTERS.has(filter)) throw new Unsure();
  }
  return tags;
}

interface Undefined extends Error {
  originalError?: { variableName?: string };
  token?: LiquidError["token"];
}

function undefinedVariable(error: unknown, source: string, names: JsonObject): Evaluation {
  const { originalError, message } = error as Undefined;
  const named = originalError?.variableName ?? /undefined variable: ([^,\s]+)/.exec(message)?.[1];
  if (!named) throw new Unsure();
  const variable = wholeName(named, source);
  const nearest = nearestTo(variable, names);
  return {
    outcome: "error",
    message:
      `The variable ${variable} is not defined. Map it into the step's input, or write ` +
      "{{ name | default: '' }} where it may be missing.",
    ...(nearest && { hint: `Did you mean ${nearest}?` }),
  };
}

/** The name that was perhaps meant, with the part that fails in its place. */
function nearestTo(variable: string, names: JsonObject): string | null {
  const keys = variable.split(/[.[\]]+/).filter((key) => key !== "");
  const { segment, nearest } = whyMissing(
    keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
    names,
  );
  if (nearest === null || typeof segment !== "string") return null;
  const at = variable.lastIndexOf(segment);
  return variable.slice(0, at) + nearest + variable.slice(at + segment.length);
}

const WRITTEN_NAME = /(?<![\w.-])[A-Za-z_][\w-]*(?:\.[\w-]+|\[\d+\])*/g;

/** The name as it is written: the engine names it only up to the part that is missing, and `[0]` as `.0`. */
function wholeName(named: string, source: string): string {
  const parts = named.split(".");
  const fits = (written: string) => {
    const keys = written.split(/[.[\]]+/).filter((key) => key !== "");
    return parts.every((part, index) => part === keys[index]);
  };
  return source.match(WRITTEN_NAME)?.find(fits) ?? named;
}
