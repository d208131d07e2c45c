import { jsonpath } from "json-p3";
import { contains, equal, isEmpty, isTrue, lengthOf, less } from "./comparison";
import { PREDICATES } from "./grammar";
import { type Key, pathText, reach } from "./keys";
import { documentFor, keysOf, nodesOf, selectAll } from "./query";
import { matches } from "./regex";
import type { Scope } from "./scope";
import { ExpressionError, type Json, MISSING, type Operand } from "./types";

const E = jsonpath.expressions;
type Expression = InstanceType<typeof E.LogicalExpression>["expression"];
type Query = InstanceType<typeof E.RootQuery>["path"];

/** Where an expression is read: the node that `@` is, and, in a condition, the list of what was read. */
interface Place {
  current: Json;
  scope: Scope;
  outer: Operand[] | null;
}

type Test = (place: Place) => boolean;
type Read = (place: Place) => Json;

/** The test of a filter; a bare query asks whether it finds anything. */
export function filterTest(expression: Expression): (current: Json, scope: Scope) => boolean {
  const test = compileTest(expression, false, 0);
  return (current, scope) => test({ current, scope, outer: null });
}

/** The test of a condition: a bare path asks for a true value, and there is no `@`. */
export function conditionTest(expression: Expression): (scope: Scope, operands: Operand[]) => boolean {
  const test = compileTest(expression, true, 0);
  return (scope, outer) => test({ current: MISSING, scope, outer });
}

const MAX_DEPTH = 128;

function compileTest(expression: Expression, outer: boolean, depth: number): Test {
  if (depth > MAX_DEPTH)
    throw new ExpressionError(
      `The condition is nested deeper than ${MAX_DEPTH}.`,
      "Remove parentheses or '!'.",
    );
  if (expression instanceof E.LogicalExpression) return compileTest(expression.expression, outer, depth + 1);
  if (expression instanceof E.PrefixExpression) {
    const inner = compileTest(expression.right, outer, depth + 1);
    return (place) => !inner(place);
  }
  if (expression instanceof E.InfixExpression) {
    if (expression.operator !== "&&" && expression.operator !== "||") return comparison(expression, outer);
    const left = compileTest(expression.left, outer, depth + 1);
    const right = compileTest(expression.right, outer, depth + 1);
    return expression.operator === "&&"
      ? (place) => left(place) && right(place)
      : (place) => left(place) || right(place);
  }
  if (expression instanceof E.FunctionExtension) return predicate(expression, outer);
  if (isQuery(expression)) return bare(expression, outer);
  throw new ExpressionError(
    "A literal alone is not a condition.",
    "Compare it with something, as in $.order.total > 100.",
  );
}

const COMPARISONS: Record<string, (left: Json, right: Json) => boolean> = {
  "==": equal,
  "!=": (left, right) => !equal(left, right),
  "<": less,
  ">": (left, right) => less(right, left),
  "<=": (left, right) => less(left, right) || equal(left, right),
  ">=": (left, right) => less(right, left) || equal(left, right),
};

function comparison(expression: InstanceType<typeof E.InfixExpression>, outer: boolean): Test {
  const compare = COMPARISONS[expression.operator];
  if (!compare)
    throw new ExpressionError(
      `The operator '${expression.operator}' does not exist.`,
      "Use ==, !=, <, <=, >, >=, &&, || or !.",
    );
  const left = operand(expression.left, outer);
  const right = operand(expression.right, outer);
  return (place) => {
    const one = left(place);
    return compare(one, right(place));
  };
}

type QueryExpression = InstanceType<typeof E.RootQuery> | InstanceType<typeof E.RelativeQuery>;

function isQuery(expression: Expression): expression is QueryExpression {
  return expression instanceof E.RootQuery || expression instanceof E.RelativeQuery;
}

function bare(expression: QueryExpression, outer: boolean): Test {
  if (outer && expression.path.singularQuery()) {
    const read = operand(expression, outer);
    return (place) => isTrue(read(place));
  }
  const nodes = readNodes(expression, outer);
  return outer ? (place) => nodes(place).some(isTrue) : (place) => nodes(place).length > 0;
}

const FUNCTIONS: Record<string, (first: Json, second: Json) => boolean> = {
  match: (text, pattern) => matches(text, pattern, true),
  search: (text, pattern) => matches(text, pattern, false),
  contains,
  is_empty: isEmpty,
};

function predicate(expression: InstanceType<typeof E.FunctionExtension>, outer: boolean): Test {
  const { name, args } = expression;
  const call = FUNCTIONS[name];
  if (!PREDICATES.has(name) || !call)
    throw new ExpressionError(
      `The result of ${name}() must be compared.`,
      `Write ${name}(...) > 0, for example.`,
    );
  const read = args.map((argument) => operand(argument, outer));
  return (place) => {
    const values = read.map((argument) => argument(place));
    return call(values[0] ?? null, values[1] ?? null);
  };
}

/** What may stand in a comparison: a literal, a path to one value, or a function that gives a value. */
function operand(expression: Expression, outer: boolean): Read {
  if (expression instanceof E.NullLiteral) return () => null;
  if (
    expression instanceof E.BooleanLiteral ||
    expression instanceof E.StringLiteral ||
    expression instanceof E.NumberLiteral
  ) {
    const { value } = expression;
    return () => value;
  }
  if (isQuery(expression) && expression.path.singularQuery()) return singular(expression, outer);
  if (expression instanceof E.FunctionExtension && !PREDICATES.has(expression.name))
    return valueFunction(expression, outer);
  throw new ExpressionError(
    "A comparison takes literals, paths to one value, and length(), count() or value().",
    "Put value(...) around a path that may find several values.",
  );
}

function singular(expression: QueryExpression, outer: boolean): Read {
  const keys: Key[] = keysOf(expression.path) ?? [];
  if (expression instanceof E.RelativeQuery) {
    if (outer) refuseRelative();
    return ({ current }) => reach(current, keys);
  }
  const { path } = expression;
  const text = pathText(keys);
  return ({ scope, outer: operands }) => {
    const value = reach(documentFor(path, scope), keys);
    if (outer)
      operands?.push(
        value === MISSING ? { expression: text, value: null, missing: true } : { expression: text, value },
      );
    return value;
  };
}

function valueFunction(
  { name, args: [argument] }: InstanceType<typeof E.FunctionExtension>,
  outer: boolean,
): Read {
  if (!argument) return () => MISSING;
  if (name === "length") {
    const measured = operand(argument, outer);
    return (place) => lengthOf(measured(place));
  }
  if (!isQuery(argument))
    throw new ExpressionError("count() and value() take a path.", "Write count($.items[*]), for example.");
  const nodes = readNodes(argument, outer);
  if (name === "count") return (place) => nodes(place).length;
  return (place) => {
    const found = nodes(place);
    return found.length === 1 ? found[0] : MISSING;
  };
}

function readNodes(expression: QueryExpression, outer: boolean): (place: Place) => Json[] {
  const { path } = expression;
  if (expression instanceof E.RelativeQuery) {
    if (outer) refuseRelative();
    return ({ current, scope }) => selectAll(path.segments, current, scope);
  }
  if (!outer) return remembered(path);
  const text = shorthand(path.toString());
  return ({ scope, outer: operands }) => {
    const value = nodesOf(path, scope);
    operands?.push({ expression: text, value });
    return value;
  };
}

const BRACKETED = /(\.\.)?\['([A-Za-z_][\w-]*)'\]/g;

/** The canonical text with `.name` for `['name']`, for people. */
function shorthand(text: string): string {
  return text.replace(BRACKETED, (_, dots: string | undefined, name: string) => `${dots ?? "."}${name}`);
}

/** An absolute query inside a filter gives the same nodes for every current node. */
function remembered(path: Query): (place: Place) => Json[] {
  const known = new WeakMap<Scope, Json[]>();
  return ({ scope }) => {
    const found = known.get(scope) ?? nodesOf(path, scope);
    known.set(scope, found);
    return found;
  };
}

function refuseRelative(): never {
  throw new ExpressionError("'@' has a meaning only inside a filter.", "Begin the path with $.");
}
