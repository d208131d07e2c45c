import { useEffect, useState } from "react";
import { evaluateOnServer } from "@/api/evaluate/evaluateOnServer";
import { sharedEvaluator } from "./evaluator";
import type { Evaluation, ExpressionKind, Json, JsonObject } from "./types";

/** A context to try expressions on. `local` are the names a template sees laid over it: the step's own input. */
export interface Sample {
  context: Json;
  local?: JsonObject;
}

const DELAY_MS = 80;
/** A larger context is not sent to the server with every expression. */
const MAX_SENT = 1_000_000;

/** Evaluates in the worker; what only the server can tell is asked there. */
export async function evaluateLive(
  args: { kind: ExpressionKind; expression: string } & Sample,
  signal: AbortSignal,
): Promise<Evaluation> {
  const found = await sharedEvaluator().evaluate(args, signal);
  if (found.outcome !== "unsure" || signal.aborted || JSON.stringify(args.context).length > MAX_SENT)
    return found;
  return evaluateOnServer(args, signal).catch(() => found);
}

/**
 * What an expression gives on a sample, some 80 ms after the last change; null while nothing is known. An answer to an
 * older text is dropped.
 */
export function useEvaluation(
  kind: ExpressionKind | null,
  expression: string,
  sample: Sample | null | undefined,
): Evaluation | null {
  const [evaluation, setEvaluation] = useState<Evaluation | null>(null);
  const context = sample?.context;
  const local = sample?.local;
  useEffect(() => {
    if (kind === null || context === undefined || context === null || expression === "") {
      setEvaluation(null);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      const args = { kind, expression, context, ...(local && { local }) };
      const found = await evaluateLive(args, abort.signal);
      if (!abort.signal.aborted) setEvaluation(found);
    }, DELAY_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [kind, expression, context, local]);
  return evaluation;
}
