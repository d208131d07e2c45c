import { produce } from "immer";
import { branchesOf, type EdgeKind, edgeId, edgesOf, type FlowEdge } from "@/lib/definition/edges";
import type { FlowDocument, StepInstance } from "@/lib/definition/types";
import { addStep, redirect } from "./steps";

/** What a wire that is drawn from a step becomes: the next step when that is free, else one more condition. */
function nextKind(step: StepInstance, wanted: EdgeKind | "next" = "next"): EdgeKind {
  if (wanted !== "next") return wanted;
  return step.defaultNextStepInstanceId ? "condition" : "default";
}

/** Draws a wire. A condition begins empty, which is a problem until it is written. Gives the new edge's id. */
export function connect(
  document: FlowDocument,
  wire: { source: string; target: string; kind?: EdgeKind | "next"; condition?: string },
): { document: FlowDocument; edgeId: string | null } {
  const step = document.steps[wire.source];
  if (!step || !document.steps[wire.target]) return { document, edgeId: null };
  const kind = nextKind(step, wire.kind);
  const index =
    kind === "condition" ? (step.transitions?.length ?? 0) : kind === "branch" ? branchesOf(step).length : 0;
  const next = produce(document, (draft) => {
    const source = draft.steps[wire.source];
    if (source) attach(source, { ...wire, kind });
  });
  return { document: next, edgeId: edgeId(wire.source, kind, index) };
}

function attach(step: StepInstance, wire: { target: string; kind: EdgeKind; condition?: string }): void {
  if (wire.kind === "default") step.defaultNextStepInstanceId = wire.target;
  else if (wire.kind === "timeout") step.onTimeoutStepInstanceId = wire.target;
  else if (wire.kind === "error") step.onError = { ...step.onError, fallbackStepInstanceId: wire.target };
  else if (wire.kind === "branch") {
    const branches = branchesOf(step);
    step.parallelBranches = [...branches, { branchId: freeBranchId(branches), stepInstanceId: wire.target }];
  } else
    step.transitions = [
      ...(step.transitions ?? []),
      { condition: wire.condition ?? "", nextStepInstanceId: wire.target } as NonNullable<
        StepInstance["transitions"]
      >[number],
    ];
}

function freeBranchId(branches: Record<string, unknown>[]): string {
  const taken = new Set(branches.map((branch) => branch.branchId));
  let number = branches.length + 1;
  while (taken.has(`branch_${number}`)) number += 1;
  return `branch_${number}`;
}

/** The edge of this id, if it is (still) there. */
export function findEdge(document: FlowDocument, id: string): FlowEdge | undefined {
  return edgesOf(document).find((edge) => edge.id === id);
}

/** Drags the end of an edge to another step. */
export function retarget(document: FlowDocument, id: string, target: string): FlowDocument {
  const edge = findEdge(document, id);
  if (!edge || !document.steps[target] || edge.target === target) return document;
  return produce(document, (draft) => redirect(draft, edge, target));
}

/** Takes wires away. */
export function removeEdges(document: FlowDocument, ids: readonly string[]): FlowDocument {
  const wanted = new Set(ids);
  const edges = edgesOf(document).filter((edge) => wanted.has(edge.id));
  if (edges.length === 0) return document;
  // From the last to the first: removing one of a list moves those behind it.
  return produce(document, (draft) => {
    for (const edge of [...edges].reverse()) redirect(draft, edge, null);
  });
}

/** Puts a new step on a wire: the wire leads to it, and its default leads on. */
export function insertOnEdge(document: FlowDocument, id: string, step: StepInstance): FlowDocument {
  const edge = findEdge(document, id);
  if (!edge) return document;
  const leadsOn = document.steps[edge.target] !== undefined && step.stepType !== "END_FLOW";
  const added = addStep(document, leadsOn ? { ...step, defaultNextStepInstanceId: edge.target } : step);
  return produce(added, (draft) => redirect(draft, edge, step.stepInstanceId));
}

/** Puts a step that is here on a wire: the wire leads to it, and its default, if it has none, leads on. */
export function wireIn(document: FlowDocument, id: string, stepId: string): FlowDocument {
  const edge = findEdge(document, id);
  const step = document.steps[stepId];
  if (!edge || !step || edge.source === stepId || edge.target === stepId) return document;
  const leadsOn =
    !step.defaultNextStepInstanceId && step.stepType !== "END_FLOW" && Boolean(document.steps[edge.target]);
  return produce(document, (draft) => {
    redirect(draft, edge, stepId);
    const wired = draft.steps[stepId];
    if (wired && leadsOn) wired.defaultNextStepInstanceId = edge.target;
  });
}

/** Changes the order in which a step's conditions are asked. */
export function moveTransition(
  document: FlowDocument,
  stepId: string,
  from: number,
  to: number,
): FlowDocument {
  return produce(document, (draft) => {
    const ways = draft.steps[stepId]?.transitions;
    if (!ways || from === to || !ways[from] || !ways[to]) return;
    const [way] = ways.splice(from, 1);
    if (way) ways.splice(to, 0, way);
  });
}
