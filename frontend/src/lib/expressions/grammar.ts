import { FunctionExpressionType, JSONPathEnvironment, JSONPathError, type JSONPathQuery } from "json-p3";
import { ExpressionError } from "./types";

const MAX_LENGTH = 512;
const MAX_DESCENTS = 2;
const MAX_FILTER_DEPTH = 3;
const MAX_PARENTHESES = 32;

const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/gsu;
const HYPHENATED = /(\.\.?)([A-Za-z_\u{80}-\u{10ffff}][\w\u{80}-\u{10ffff}]*-[\w\u{80}-\u{10ffff}-]*)/gu;

const { ValueType, LogicalType, NodesType } = FunctionExpressionType;

/** The types of the functions, for the parser's checks; `filters.ts` has what they do. */
const SIGNATURES: Record<string, [FunctionExpressionType[], FunctionExpressionType]> = {
  length: [[ValueType], ValueType],
  count: [[NodesType], ValueType],
  value: [[NodesType], ValueType],
  match: [[ValueType, ValueType], LogicalType],
  search: [[ValueType, ValueType], LogicalType],
  contains: [[ValueType, ValueType], LogicalType],
  is_empty: [[ValueType], LogicalType],
};

/** Functions that give a truth value. */
export const PREDICATES = new Set(
  Object.entries(SIGNATURES)
    .filter(([, [, returns]]) => returns === LogicalType)
    .map(([name]) => name),
);

class Grammar extends JSONPathEnvironment {
  protected override setupFilterFunctions(): void {
    for (const [name, [argTypes, returnType]] of Object.entries(SIGNATURES))
      this.functionRegister.set(name, { argTypes, returnType, call: () => undefined });
  }
}

const GRAMMAR = new Grammar();

/** Throws ExpressionError for text too long or too nested to be parsed. */
export function checkLimits(text: string): void {
  if (text.length > MAX_LENGTH)
    throw new ExpressionError(
      `The expression has ${text.length} characters; at most ${MAX_LENGTH} are allowed.`,
      "Split it, or compute a part in a step before.",
    );
  const bare = text.replace(QUOTED, "''");
  const descents = bare.split("..").length - 1;
  if (descents > MAX_DESCENTS)
    throw new ExpressionError(
      `The expression searches all depths ('..') ${descents} times; at most ${MAX_DESCENTS} are allowed.`,
      "Name the members on the way instead.",
    );
  if (filterDepth(bare) > MAX_FILTER_DEPTH)
    throw new ExpressionError(
      `Filters are nested deeper than ${MAX_FILTER_DEPTH}.`,
      "Filter in two steps instead.",
    );
  if (parentheses(bare) > MAX_PARENTHESES)
    throw new ExpressionError(
      `Parentheses are nested deeper than ${MAX_PARENTHESES}.`,
      "Remove some of them.",
    );
}

function filterDepth(bare: string): number {
  const open = [0];
  let deepest = 0;
  for (const character of bare) {
    if (character === "[") open.push(open.at(-1) ?? 0);
    else if (character === "]" && open.length > 1) open.pop();
    else if (character === "?" && open.length > 1) {
      const depth = (open.at(-2) ?? 0) + 1;
      open[open.length - 1] = depth;
      deepest = Math.max(deepest, depth);
    }
  }
  return deepest;
}

function parentheses(bare: string): number {
  let deepest = 0;
  let depth = 0;
  for (const character of bare) {
    depth += Number(character === "(") - Number(character === ")");
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/**
 * The parsed query. Names may hold a hyphen, as step ids do. Throws ExpressionError, whose position is less `offset`
 * (what was written before the person's text).
 */
export function parse(text: string, offset = 0, hint = "Write a path such as $.order.total."): JSONPathQuery {
  const standard = bracketHyphens(text);
  try {
    return GRAMMAR.compile(standard);
  } catch (error) {
    if (!(error instanceof JSONPathError)) throw new ExpressionError("The expression cannot be read.", hint);
    const position = standard === text ? Math.max(error.token.index - offset, 0) : undefined;
    const where = position === undefined ? "" : ` at character ${position + 1}`;
    throw new ExpressionError(
      `Not a valid expression${where}: ${reasonOf(error).slice(0, 200)}.`,
      hint,
      position,
    );
  }
}

/** The library's message without the place, which it counts in its own text. */
function reasonOf(error: JSONPathError): string {
  return error.message.replace(/\s*\([^()]*:\d+\)$/, "").replace(/\.$/, "");
}

/** `.my-step` as `['my-step']`, outside quotes. */
function bracketHyphens(text: string): string {
  let result = "";
  let end = 0;
  for (const quote of text.matchAll(QUOTED)) {
    result += bracket(text.slice(end, quote.index)) + quote[0];
    end = quote.index + quote[0].length;
  }
  return result + bracket(text.slice(end));
}

function bracket(text: string): string {
  return text.replace(
    HYPHENATED,
    (_, dots: string, name: string) => `${dots === ".." ? ".." : ""}['${name}']`,
  );
}
