import { jsonpath } from "json-p3";
import { parse } from "@/lib/expressions/grammar";
import { isDescent } from "@/lib/expressions/query";
import {
  COMPARISONS,
  type ConditionNode,
  type ConditionRow,
  type Measure,
  type Operand,
  type Operator,
} from "./model";

type Expression = jsonpath.expressions.FilterExpression;

const { expressions, selectors } = jsonpath;
const IDENTIFIER = /^[A-Za-z_]\w*$/;

/** The text as rows and groups; null for text that is no condition, or one that rows cannot show. */
export function readCondition(text: string): ConditionNode | null {
  if (text.trim() === "") return { kind: "group", not: false, join: "and", items: [] };
  try {
    const query = parse(`$[?${text}]`);
    const [selector] = query.segments[0]?.selectors ?? [];
    const [segment] = query.segments;
    if (!segment || query.segments.length > 1 || segment.selectors.length > 1 || isDescent(segment))
      return null;
    return selector instanceof selectors.FilterSelector ? readNode(selector.expression) : null;
  } catch {
    return null;
  }
}

function readNode(expression: Expression): ConditionNode | null {
  if (expression instanceof expressions.LogicalExpression) return readNode(expression.expression);
  if (expression instanceof expressions.PrefixExpression) return negated(readNode(expression.right));
  if (expression instanceof expressions.InfixExpression)
    return expression.logical ? readGroup(expression) : readComparison(expression);
  if (expression instanceof expressions.FunctionExtension) return readFunction(expression);
  const path = pathOf(expression);
  return path === null ? null : row({ path, operator: "exists" });
}

function negated(node: ConditionNode | null): ConditionNode | null {
  return node && { ...node, not: !node.not };
}

function readGroup(expression: jsonpath.expressions.InfixExpression): ConditionNode | null {
  const join = expression.operator === "&&" ? "and" : "or";
  const left = readNode(expression.left);
  const right = readNode(expression.right);
  if (!left || !right) return null;
  // `a && b && c` is nested to the left; a person reads it as one group of three.
  const before = left.kind === "group" && left.join === join && !left.not ? left.items : [left];
  const behind = right.kind === "group" && right.join === join && !right.not ? right.items : [right];
  return { kind: "group", not: false, join, items: [...before, ...behind] };
}

function readComparison(expression: jsonpath.expressions.InfixExpression): ConditionRow | null {
  const operator = COMPARISONS.find((each) => each === expression.operator);
  const left = measured(expression.left);
  const right = operandOf(expression.right);
  return operator && left && right ? row({ ...left, operator, right }) : null;
}

function measured(expression: Expression): { path: string; measure: Measure } | null {
  if (expression instanceof expressions.FunctionExtension) {
    const { name, args } = expression;
    const path = args.length === 1 && args[0] ? pathOf(args[0]) : null;
    return path !== null && (name === "length" || name === "count") ? { path, measure: name } : null;
  }
  const path = pathOf(expression);
  return path === null ? null : { path, measure: "value" };
}

function readFunction({ name, args }: jsonpath.expressions.FunctionExtension): ConditionRow | null {
  const path = args[0] ? pathOf(args[0]) : null;
  if (path === null) return null;
  if (name === "is_empty") return row({ path, operator: "is_empty" });
  const operator = (["contains", "match", "search"] as const).find((each) => each === name);
  const right = args[1] ? operandOf(args[1]) : null;
  return operator && right ? row({ path, operator, right }) : null;
}

function row(part: { path: string; operator: Operator; measure?: Measure; right?: Operand }): ConditionRow {
  return { kind: "row", not: false, measure: "value", right: { kind: "constant", value: "" }, ...part };
}

function operandOf(expression: Expression): Operand | null {
  if (expression instanceof expressions.StringLiteral) return constant(expression.value);
  if (expression instanceof expressions.BooleanLiteral) return constant(expression.value);
  if (expression instanceof expressions.NumberLiteral) return constant(expression.value);
  if (expression instanceof expressions.NullLiteral) return constant(null);
  const path = pathOf(expression);
  return path === null ? null : { kind: "path", path };
}

function constant(value: string | number | boolean | null): Operand {
  return { kind: "constant", value };
}

/** An absolute path as one writes it: `$.order.items[0]`. */
function pathOf(expression: Expression): string | null {
  if (!(expression instanceof expressions.RootQuery)) return null;
  return `$${expression.path.segments.map(segmentText).join("")}`;
}

function segmentText(segment: jsonpath.JSONPathQuery["segments"][number]): string {
  const [selector] = segment.selectors;
  const dots = isDescent(segment) ? ".." : ".";
  if (
    segment.selectors.length === 1 &&
    selector instanceof selectors.NameSelector &&
    IDENTIFIER.test(selector.name)
  )
    return dots + selector.name;
  if (segment.selectors.length === 1 && selector instanceof selectors.WildcardSelector) return `${dots}*`;
  return segment.toString();
}
