import { api, body } from "@/api/client";
import type { EvaluateArgs } from "@/lib/expressions/evaluate";
import { compilePath, whyEmpty } from "@/lib/expressions/path";
import { scopeOf } from "@/lib/expressions/scope";
import type { Evaluation, Json, Operand, WhyEmpty } from "@/lib/expressions/types";

interface MappingEvent {
  status?: string;
  reason?: string;
  operands?: Operand[];
}

/** Asks the judge: what an expression gives on a context. Throws ApiError when there is no answer. */
export async function evaluateOnServer(args: EvaluateArgs, signal?: AbortSignal): Promise<Evaluation> {
  const { kind, expression, context, local } = args;
  const names = kind === "template" ? { ...scopeOf(context).whole, ...local } : scopeOf(context).whole;
  const answer = body(
    await api.POST("/api/v1/evaluate/", {
      body: { kind, expression, context: names },
      ...(signal && { signal }),
    }),
  );
  return evaluationOf(answer.value, answer.event, args);
}

/** The server's answer in our words. */
function evaluationOf(value: Json, event: MappingEvent, args: EvaluateArgs): Evaluation {
  const reason = event.reason ?? "";
  if (event.status === "ERROR") return { outcome: "error", message: reason };
  if (event.status === "WARN") return { outcome: "empty", empty: explained(reason, args) };
  return {
    outcome: "value",
    value,
    ...(reason && { note: reason }),
    ...(event.operands && { operands: event.operands }),
  };
}

function explained(reason: string, { expression, context }: EvaluateArgs): WhyEmpty {
  const plain = { reason, at: expression, segment: null, keysThere: [], nearest: null };
  try {
    return { ...whyEmpty(compilePath(expression), scopeOf(context)), reason };
  } catch {
    return plain;
  }
}
