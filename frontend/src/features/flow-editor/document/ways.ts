import { produce } from "immer";
import { branchesOf, type EdgeKind, edgesOf, edgesOfStep } from "@/lib/definition/edges";
import type { FlowDocument, StepInstance } from "@/lib/definition/types";
import { connect, findEdge } from "./edges";
import { addStep, redirect } from "./steps";

/** Kinds of which a step has one at most. */
const SINGLE: ReadonlySet<EdgeKind> = new Set(["default", "error", "timeout"]);

/** Whether one more way of this kind can leave a step. */
export function hasRoomFor(step: StepInstance, kind: EdgeKind): boolean {
  return !SINGLE.has(kind) || !edgesOfStep(step.stepInstanceId, step).some((edge) => edge.kind === kind);
}

/** Makes a wire one of another kind, with the same target. Unchanged when the step has one of that kind that is single. */
export function setEdgeKind(document: FlowDocument, id: string, kind: EdgeKind): FlowDocument {
  const edge = findEdge(document, id);
  const step = edge && document.steps[edge.source];
  if (!edge || !step || edge.kind === kind || !hasRoomFor(step, kind) || !document.steps[edge.target])
    return document;
  const without = produce(document, (draft) => redirect(draft, edge, null));
  return connect(without, { source: edge.source, target: edge.target, kind }).document;
}

/** Puts a new step before one: every wire to that step, and the start, leads to the new one, and its default leads on. */
export function insertBefore(document: FlowDocument, stepId: string, step: StepInstance): FlowDocument {
  if (!document.steps[stepId]) return document;
  const incoming = edgesOf(document).filter((edge) => edge.target === stepId);
  const added = addStep(document, { ...step, defaultNextStepInstanceId: stepId });
  return produce(added, (draft) => {
    for (const edge of incoming) redirect(draft, edge, step.stepInstanceId);
    if (draft.startStepInstanceId === stepId) draft.startStepInstanceId = step.stepInstanceId;
  });
}

/** Sets the text of a condition or the id of a branch. */
export function setEdgeLabel(document: FlowDocument, id: string, label: string): FlowDocument {
  const edge = findEdge(document, id);
  if (!edge || edge.label === label) return document;
  return produce(document, (draft) => {
    const step = draft.steps[edge.source];
    if (!step) return;
    if (edge.kind === "condition") {
      const way = step.transitions?.[edge.index];
      if (way) way.condition = label;
    }
    if (edge.kind === "branch") {
      const branch = branchesOf(step)[edge.index];
      if (branch) branch.branchId = label;
    }
  });
}
