import { jsonpath } from "json-p3";
import { conditionTest } from "./filters";
import { checkLimits, parse } from "./grammar";
import { isDescent } from "./query";
import type { Scope } from "./scope";
import { type Evaluation, ExpressionError, type Operand } from "./types";

const BEFORE = "$[?";
const HINT =
  "Compare with ==, !=, <, <=, > or >= and join with &&, || and !, as in $.order.total > 100 && $.customer.vip.";

/** A condition that has been read: its truth on a scope; what it read is added to `operands`. */
export type Condition = (scope: Scope, operands: Operand[]) => boolean;

/** Throws ExpressionError for text that is not one logical expression and nothing else. */
function compileCondition(text: string): Condition {
  if (text.trim() === "") throw new ExpressionError("The condition is empty.", HINT);
  checkLimits(text);
  const { segments } = parse(`${BEFORE}${text}]`, BEFORE.length, HINT);
  const [segment] = segments;
  const [selector] = segment?.selectors ?? [];
  const alone = segments.length === 1 && segment?.selectors.length === 1 && !isDescent(segment);
  if (!alone || !(selector instanceof jsonpath.selectors.FilterSelector))
    throw new ExpressionError("A condition is one logical expression and nothing else.", HINT);
  return conditionTest(selector.expression.expression);
}

/** The truth of a condition, with what it read on the way. Throws ExpressionError. */
export function evaluateCondition(text: string, scope: Scope): Evaluation {
  const operands: Operand[] = [];
  const value = compileCondition(text)(scope, operands);
  return { outcome: "value", value, operands };
}
