import type { FlowDocument, StepInstance } from "./types";

/** Why a run goes along an edge. */
export type EdgeKind = "condition" | "default" | "error" | "timeout" | "branch";

/** A way from a step to another. `index` is the place in `transitions` or `parallelBranches`. */
export interface FlowEdge {
  id: string;
  source: string;
  target: string;
  kind: EdgeKind;
  index: number;
  /** The condition or the branch's id; empty for the others. */
  label: string;
  /** How often the edge may be taken; 0 is no limit, null where it has no limit of its own. */
  limit: number | null;
}

const DEFAULT_LIMIT = 5;

/** The id of an edge: stable while the order of its siblings stays. */
export function edgeId(source: string, kind: EdgeKind, index = 0): string {
  return `${source}|${kind}|${index}`;
}

/** Every edge, step by step in the order of the document. Edges to steps that do not exist are there too. */
export function edgesOf(document: FlowDocument): FlowEdge[] {
  return Object.entries(document.steps).flatMap(([id, step]) => edgesOfStep(id, step));
}

/** The edges that leave one step: conditions in order, default, error, time-out, branches in order. */
export function edgesOfStep(source: string, step: StepInstance): FlowEdge[] {
  const edges: FlowEdge[] = [];
  const add = (kind: EdgeKind, target: unknown, index = 0, label = "", limit: number | null = null) => {
    if (typeof target === "string" && target !== "")
      edges.push({ id: edgeId(source, kind, index), source, target, kind, index, label, limit });
  };
  (step.transitions ?? []).forEach((way, index) => {
    add("condition", way.nextStepInstanceId, index, way.condition ?? "", way.maxTransitions ?? DEFAULT_LIMIT);
  });
  add("default", step.defaultNextStepInstanceId, 0, "", step.defaultNextMaxTransitions ?? DEFAULT_LIMIT);
  add("error", step.onError?.fallbackStepInstanceId);
  add("timeout", step.onTimeoutStepInstanceId);
  branchesOf(step).forEach((branch, index) => {
    add("branch", branch.stepInstanceId, index, typeof branch.branchId === "string" ? branch.branchId : "");
  });
  return edges;
}

/** The branches of a fork as written; empty for other steps. */
export function branchesOf(step: StepInstance): Record<string, unknown>[] {
  const branches = step.parallelBranches;
  return Array.isArray(branches) ? (branches as Record<string, unknown>[]) : [];
}

/** Steps that can have run before this one (itself only when it lies in a loop). */
export function stepsBefore(document: FlowDocument, stepId: string): Set<string> {
  const sources = new Map<string, string[]>();
  for (const edge of edgesOf(document))
    sources.set(edge.target, [...(sources.get(edge.target) ?? []), edge.source]);
  const seen = new Set<string>(sources.get(stepId) ?? []);
  for (const id of seen) for (const before of sources.get(id) ?? []) seen.add(before);
  return seen;
}
