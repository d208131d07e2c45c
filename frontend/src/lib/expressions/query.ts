import { type JSONPathQuery, jsonpath } from "json-p3";
import { filterTest } from "./filters";
import { type Key, reach } from "./keys";
import { type Scope, VIEWS } from "./scope";
import { isObject, type Json } from "./types";

const { FilterSelector, IndexSelector, NameSelector, SliceSelector, WildcardSelector } = jsonpath.selectors;
type Segment = JSONPathQuery["segments"][number];
type Selector = Segment["selectors"][number];

/** Whether the segment is `..`. */
export function isDescent(segment: Segment): boolean {
  return segment.toString().startsWith("..");
}

/** The keys of a path that can find one value only; null for any other. */
export function keysOf(query: JSONPathQuery): Key[] | null {
  if (!query.singularQuery()) return null;
  return query.segments.map(({ selectors: [selector] }) => {
    if (selector instanceof NameSelector) return selector.name;
    return selector instanceof IndexSelector ? selector.index : 0;
  });
}

/** The name that a path begins with. */
export function headOf(query: JSONPathQuery): string | null {
  const [first] = query.segments;
  if (!first || isDescent(first) || first.selectors.length !== 1) return null;
  return first.selectors[0] instanceof NameSelector ? first.selectors[0].name : null;
}

/** What an absolute query begins at: views are seen only by paths that begin with their name. */
export function documentFor(query: JSONPathQuery, scope: Scope): Json {
  const head = headOf(query);
  return head !== null && VIEWS.has(head) ? scope.whole : scope.root;
}

/** All nodes of an absolute query. */
export function nodesOf(query: JSONPathQuery, scope: Scope): Json[] {
  return selectAll(query.segments, documentFor(query, scope), scope);
}

/** All nodes that the segments select below a start, in the order of RFC 9535. */
export function selectAll(segments: readonly Segment[], start: Json, scope: Scope): Json[] {
  let nodes: Json[] = [start];
  for (const segment of segments) {
    const visited = isDescent(segment) ? nodes.flatMap(descendants) : nodes;
    nodes = visited.flatMap((node) => segment.selectors.flatMap((selector) => select(selector, node, scope)));
  }
  return nodes;
}

/** The node and every container below it, parents before children. */
function descendants(node: Json): Json[] {
  const found: Json[] = [];
  const stack: Json[] = [node];
  while (stack.length) {
    const visited = stack.pop();
    const below = childrenOf(visited);
    if (below === null) continue;
    found.push(visited);
    for (let index = below.length - 1; index >= 0; index--) stack.push(below[index]);
  }
  return found;
}

function childrenOf(node: Json): Json[] | null {
  if (Array.isArray(node)) return node;
  return isObject(node) ? Object.values(node) : null;
}

function select(selector: Selector, node: Json, scope: Scope): Json[] {
  if (selector instanceof NameSelector)
    return isObject(node) && Object.hasOwn(node, selector.name) ? [node[selector.name]] : [];
  if (selector instanceof IndexSelector) {
    const found = reach(node, [selector.index]);
    return typeof found === "symbol" ? [] : [found];
  }
  if (selector instanceof WildcardSelector) return childrenOf(node) ?? [];
  if (selector instanceof SliceSelector) return Array.isArray(node) ? slice(node, selector) : [];
  if (selector instanceof FilterSelector) {
    const holds = filterTest(selector.expression.expression);
    return (childrenOf(node) ?? []).filter((child) => holds(child, scope));
  }
  return [];
}

function slice(
  items: Json[],
  { start, stop, step = 1 }: { start?: number; stop?: number; step?: number },
): Json[] {
  const { length } = items;
  if (step === 0) return [];
  const normal = (index: number) => (index < 0 ? index + length : index);
  const clamp = (index: number, low: number, high: number) => Math.min(Math.max(index, low), high);
  const found: Json[] = [];
  if (step > 0) {
    const end = clamp(normal(stop ?? length), 0, length);
    for (let index = clamp(normal(start ?? 0), 0, length); index < end; index += step)
      found.push(items[index]);
    return found;
  }
  const end = stop === undefined ? -1 : clamp(normal(stop), -1, length - 1);
  for (
    let index = start === undefined ? length - 1 : clamp(normal(start), -1, length - 1);
    index > end;
    index += step
  )
    found.push(items[index]);
  return found;
}
