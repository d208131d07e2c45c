import { isOpenVisit, type StepStatus, type VisitRow } from "@/api/executions/types";
import { branchesOf, edgeId } from "@/lib/definition/edges";
import type { RunOverlay, StepRun } from "@/lib/definition/toCanvasTypes";
import type { FlowDocument } from "@/lib/definition/types";
import { branchOf } from "./paths";

/** Which status speaks for a step whose branches differ: what goes on, then what failed, then what is done. */
const LOUDEST: readonly StepStatus[] = [
  "RUNNING",
  "RETRYING",
  "WAITING",
  "FAILED",
  "CANCELLED",
  "COMPLETED",
  "SKIPPED",
];

/** Lays the visits of a run (in order of `seq`) over the definition it ran. Durations are sums of ended visits. */
export function runOverlay(document: FlowDocument, visits: readonly VisitRow[]): RunOverlay {
  const taken: Record<string, number> = {};
  const firsts = new Set<string>();
  const take = (edge: string | null) => {
    if (edge) taken[edge] = (taken[edge] ?? 0) + 1;
  };
  for (const visit of visits) {
    take(wayOut(document, visit));
    take(wayIn(document, visit, firsts));
  }
  return { steps: steps(visits), taken };
}

function steps(visits: readonly VisitRow[]): Record<string, StepRun> {
  const found: Record<string, StepRun> = {};
  const latest = new Map<string, Map<string, StepStatus>>();
  for (const visit of visits) {
    const before = found[visit.stepInstanceId];
    found[visit.stepInstanceId] = {
      status: visit.status,
      visits: (before?.visits ?? 0) + 1,
      durationMs: sum(before?.durationMs ?? null, visit.durationMs),
    };
    const branches = latest.get(visit.stepInstanceId) ?? new Map<string, StepStatus>();
    latest.set(visit.stepInstanceId, branches.set(branchOf(visit.path), visit.status));
  }
  for (const [id, branches] of latest) {
    const step = found[id];
    if (step && branches.size > 1) found[id] = { ...step, status: loudest(branches.values()) };
  }
  return found;
}

/** The status that speaks for several visits. */
export function loudest(statuses: Iterable<StepStatus>): StepStatus {
  const all = new Set(statuses);
  return LOUDEST.find((status) => all.has(status)) ?? "COMPLETED";
}

function sum(before: number | null, more: number | null): number | null {
  return more === null ? before : (before ?? 0) + more;
}

function wayOut(document: FlowDocument, visit: VisitRow): string | null {
  const way = visit.transition;
  if (!way || isOpenVisit(visit.status) || !way.nextStepInstanceId) return null;
  const id = visit.stepInstanceId;
  if (way.kind === "DEFAULT") return edgeId(id, "default");
  if (way.kind === "FALLBACK") return edgeId(id, "error");
  if (way.kind === "TIMEOUT") return edgeId(id, "timeout");
  if (way.kind !== "CONDITION") return null;
  const ways = document.steps[id]?.transitions ?? [];
  const index = ways.findIndex(
    (one) => one.condition === way.condition && one.nextStepInstanceId === way.nextStepInstanceId,
  );
  return index < 0 ? null : edgeId(id, "condition", index);
}

/** The edge from a fork to the step that a branch began with. `firsts` remembers the branches that were met. */
function wayIn(document: FlowDocument, visit: VisitRow, firsts: Set<string>): string | null {
  const branch = branchOf(visit.path);
  if (!branch || firsts.has(branch)) return null;
  firsts.add(branch);
  const fork = branch.slice(0, branch.lastIndexOf("[")).split(".").at(-1) ?? "";
  const step = document.steps[fork];
  const index = step ? branchesOf(step).findIndex((one) => one.stepInstanceId === visit.stepInstanceId) : -1;
  return index < 0 ? null : edgeId(fork, "branch", index);
}
