import { isObject, type Json, type JsonObject } from "./types";

/** Names that are seen only by paths that begin with them: `$.*` and `$..x` meet the context alone. */
export const VIEWS: ReadonlySet<string> = new Set([
  "initialContextData",
  "execution",
  "currentItem",
  "currentIndex",
  "error",
]);

/** A context as a person sees it, parted into what `$` is and the views beside it. */
export interface Scope {
  root: JsonObject;
  views: JsonObject;
  /** Both together, the views last. */
  whole: JsonObject;
}

/** Parts a sample context; the reserved names are views, as an input cannot use them. */
export function scopeOf(context: Json): Scope {
  const whole = isObject(context) ? context : {};
  const root: JsonObject = {};
  const views: JsonObject = {};
  for (const [name, value] of Object.entries(whole)) {
    if (VIEWS.has(name)) views[name] = value;
    else root[name] = value;
  }
  return { root, views, whole: { ...root, ...views } };
}
