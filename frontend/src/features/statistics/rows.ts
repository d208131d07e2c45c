import type { Schemas } from "@/api/client";
import { groupBy } from "@/lib/groupBy";
import type { Sort } from "./statisticsSearch";

export type StepRow = Schemas["StepStatisticsOut"];

/** A line of the table: a step, or a flow with the sums of its steps. Percentiles cannot be summed: null for flows. */
export interface StatisticsRow {
  key: string;
  /** The step; empty for a flow. */
  name: string;
  stepType: string;
  flowId: string;
  flowName: string;
  visits: number;
  failed: number;
  /** 0 to 1; null without visits. */
  failureRate: number | null;
  p50Ms: number | null;
  p95Ms: number | null;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
}

/** A line for each step. */
export function stepRows(steps: readonly StepRow[]): StatisticsRow[] {
  return steps.map((step) => ({
    key: `${step.flowId} ${step.stepInstanceId} ${step.stepType}`,
    name: step.stepInstanceId,
    failureRate: rate(step.failed, step.visits),
    ...step,
  }));
}

/** A line for each flow, the sums of its steps. */
export function flowRows(steps: readonly StepRow[]): StatisticsRow[] {
  return [...groupBy(steps, (step) => step.flowId)].map(([flowId, own]) => {
    const sum = (name: "visits" | "failed" | "inputTokens" | "outputTokens" | "costUsd") =>
      own.reduce((all, step) => all + step[name], 0);
    return {
      key: flowId,
      name: "",
      stepType: "",
      flowId,
      flowName: own[0]?.flowName ?? "",
      visits: sum("visits"),
      failed: sum("failed"),
      failureRate: rate(sum("failed"), sum("visits")),
      p50Ms: null,
      p95Ms: null,
      inputTokens: sum("inputTokens"),
      outputTokens: sum("outputTokens"),
      costUsd: sum("costUsd"),
    };
  });
}

/** The share of failed visits; null without visits. */
export function rate(failed: number, visits: number): number | null {
  return visits > 0 ? failed / visits : null;
}

/** The lines in an order; what is not known stands last, whichever way. */
export function sorted(rows: readonly StatisticsRow[], sort: Sort, dir: "asc" | "desc"): StatisticsRow[] {
  const sign = dir === "asc" ? 1 : -1;
  return rows.toSorted((one, other) => {
    const a = one[sort];
    const b = other[sort];
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return sign * (typeof a === "string" ? a.localeCompare(String(b)) : a - Number(b));
  });
}

/** An amount of money: cents where it is much, more digits where it is little. */
export function dollars(amount: number): string {
  const digits = amount === 0 || amount >= 1 ? 2 : 4;
  return amount.toLocaleString("en", {
    style: "currency",
    currency: "USD",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}
