import { evaluateCondition } from "./condition";
import { evaluatePath } from "./path";
import { type Scope, scopeOf } from "./scope";
import { evaluateTemplate } from "./template";
import {
  type Evaluation,
  ExpressionError,
  type ExpressionKind,
  type Json,
  type JsonObject,
  Unsure,
} from "./types";

export interface EvaluateArgs {
  kind: ExpressionKind;
  expression: string;
  /** The context as a person sees it: with `execution`, `currentItem` and so on beside the rest. */
  context: Json;
  /** Names laid over those of the context in templates: the step's own input. */
  local?: JsonObject;
}

/**
 * What an expression gives on a context: the value, or why there is none. Never throws for an expression or a
 * context; `unsure` where only the server can tell.
 */
export function evaluate({ kind, expression, context, local }: EvaluateArgs): Evaluation {
  return evaluateIn({ kind, expression, scope: scopeOf(context), ...(local && { local }) });
}

/** The same on a scope, which a caller with many expressions makes once. */
export function evaluateIn(args: {
  kind: ExpressionKind;
  expression: string;
  scope: Scope;
  local?: JsonObject;
}): Evaluation {
  const { kind, expression, scope } = args;
  try {
    if (kind === "path") return evaluatePath(expression, scope);
    if (kind === "condition") return evaluateCondition(expression, scope);
    return evaluateTemplate(expression, scope, args.local);
  } catch (error) {
    if (error instanceof Unsure) return { outcome: "unsure" };
    if (!(error instanceof ExpressionError)) return { outcome: "unsure" };
    const { message, hint, position } = error;
    return { outcome: "error", message, ...(hint && { hint }), ...(position !== undefined && { position }) };
  }
}
