import { describe, expect, it } from "vitest";
import shared from "../../../../tests/expressions/cases.json";
import { evaluate } from "./evaluate";
import type { Evaluation, ExpressionKind, Json } from "./types";

interface Case {
  kind: string;
  expression: string;
  context: string;
  value?: Json;
  operands?: Json;
  empty?: string;
  /** true: each parser words it in its own way. */
  error?: string | boolean;
  /** "server": the browser leaves it to the server. */
  browser?: string;
}

const contexts: Record<string, Json> = shared.contexts;
const cases: Case[] = shared.cases;

/** What a case expects, as our evaluator tells it. */
function expected({ value, operands, empty, error, browser }: Case): unknown {
  if (browser === "server") return "left to the server";
  if (error === true) return "an error";
  if (typeof error === "string") return { error };
  return empty === undefined ? { value, operands } : { empty };
}

function told(found: Evaluation, worded: boolean): unknown {
  if (found.outcome === "value") return { value: found.value, operands: found.operands };
  if (found.outcome === "empty") return { empty: found.empty.reason };
  if (found.outcome === "unsure") return "left to the server";
  if (found.outcome === "timeout") return "too slow";
  // The browser adds the name that was perhaps meant, which the server does not know.
  const hint = found.hint?.startsWith("Did you mean") ? "" : found.hint;
  return worded ? { error: [found.message, hint].filter(Boolean).join(" ") } : "an error";
}

describe("the browser gives what the server gives", () => {
  it("for at least 120 expressions, nine of ten without asking", () => {
    const asked = cases.filter((one) => one.browser === "server").length;
    expect(cases.length).toBeGreaterThanOrEqual(120);
    expect(asked / cases.length).toBeLessThan(0.11);
  });

  it.each(cases)("$kind $expression on $context", (one) => {
    const kind = one.kind as ExpressionKind;
    const found = evaluate({ kind, expression: one.expression, context: contexts[one.context] });
    expect(told(found, one.error !== true)).toEqual(expected(one));
  });
});
