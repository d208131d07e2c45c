import type { JSONPathQuery } from "json-p3";
import { whyMissing } from "./explain";
import { checkLimits, parse } from "./grammar";
import { type Key, reach } from "./keys";
import { documentFor, headOf, keysOf, nodesOf } from "./query";
import { type Scope, VIEWS } from "./scope";
import { type Evaluation, type Json, MISSING, type WhyEmpty } from "./types";

/** A path that has been read. `keys` is the way to the one value, null when it may find several. */
export interface Path {
  text: string;
  keys: Key[] | null;
  query: JSONPathQuery;
}

const CACHED = 256;
const compiled = new Map<string, Path>();

/** A path as mappings have it: RFC 9535, and `$.` alone means `$`. Throws ExpressionError. */
export function compilePath(text: string): Path {
  const known = compiled.get(text);
  if (known) return known;
  checkLimits(text);
  const query = parse(text === "$." ? "$" : text);
  const path = { text, query, keys: keysOf(query) };
  if (compiled.size >= CACHED) compiled.clear();
  compiled.set(text, path);
  return path;
}

/** Every node that a strict RFC 9535 query finds in a document. Throws ExpressionError. */
export function find(text: string, document: Json): Json[] {
  const query = parse(text);
  return nodesOf(query, { root: document as Scope["root"], views: {}, whole: document as Scope["root"] });
}

/** What a path finds: the value or MISSING when it is singular, else a list. */
export function readPath(path: Path, scope: Scope): Json {
  return path.keys === null ? nodesOf(path.query, scope) : reach(documentFor(path.query, scope), path.keys);
}

/** Which segment of a path failed, the keys that were there and the nearest name. */
export function whyEmpty(path: Path, scope: Scope): WhyEmpty {
  if (path.keys === null)
    return {
      reason: `${path.text} matched nothing.`,
      at: path.text,
      segment: null,
      keysThere: [],
      nearest: null,
    };
  const head = headOf(path.query);
  const inView = head !== null && VIEWS.has(head) && Object.hasOwn(scope.views, head);
  return whyMissing(path.keys, inView ? scope.views : scope.root, Object.keys(scope.whole));
}

/** The value of a path on a context, or why there is none. Throws ExpressionError. */
export function evaluatePath(text: string, scope: Scope): Evaluation {
  const path = compilePath(text);
  const value = readPath(path, scope);
  if (value === MISSING) return { outcome: "empty", empty: whyEmpty(path, scope) };
  const nothing = path.keys === null && Array.isArray(value) && value.length === 0;
  return { outcome: "value", value, ...(nothing && { note: "matched nothing" }) };
}
