import type { FlowDocument } from "@/lib/definition/types";
import { equal, isRecord } from "../../autosave/equal";

/** One place where two documents differ. `undefined` is "not there". */
export interface Difference {
  path: readonly string[];
  /** The step it lies in; null for the flow itself. */
  stepId: string | null;
  before: unknown;
  after: unknown;
}

/** What makes `after` of `before`: whole steps that came or went, else field by field; lists as a whole. */
export function differences(before: FlowDocument, after: FlowDocument): Difference[] {
  const found: Difference[] = [];
  walk(before, after, [], found);
  return found;
}

function walk(before: unknown, after: unknown, path: readonly string[], found: Difference[]): void {
  if (equal(before, after)) return;
  if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      walk(before[key], after[key], [...path, key], found);
    return;
  }
  const stepId = path[0] === "steps" ? (path[1] ?? null) : null;
  found.push({ path, stepId, before, after });
}

/** Differences by step, the flow's own (null) last; steps in the order in which they come. */
export function byStep<T extends { stepId: string | null }>(items: readonly T[]): [string | null, T[]][] {
  const groups = new Map<string | null, T[]>();
  for (const item of items) groups.set(item.stepId, [...(groups.get(item.stepId) ?? []), item]);
  return [...groups].sort(([a], [b]) => Number(a === null) - Number(b === null));
}
