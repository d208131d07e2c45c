import { create, useStore } from "zustand";
import type { Problem } from "@/lib/definition/types";

/** What the server finds wrong with the document as it stands, unsaved changes included. */
interface ProblemsState {
  all: readonly Problem[];
  byStep: Readonly<Record<string, Problem[]>>;
  counts: { errors: number; warnings: number };
  /** checking: an answer is under way; stale: the last one could not be had. */
  state: "checking" | "current" | "stale";
}

const NO_PROBLEMS: ProblemsState = {
  all: [],
  byStep: {},
  counts: { errors: 0, warnings: 0 },
  state: "checking",
};

/** The slot that the canvas, the step panel and the header read. */
export const problemsStore = create<ProblemsState>(() => NO_PROBLEMS);

/** A part of the problems; renders again only when that part changes. */
export function useProblems<T>(select: (state: ProblemsState) => T): T {
  return useStore(problemsStore, select);
}

/** Problems by step and counted. A step whose problems did not change keeps the same list. */
export function arrange(problems: readonly Problem[], before: ProblemsState = NO_PROBLEMS): ProblemsState {
  const byStep: Record<string, Problem[]> = {};
  for (const problem of problems) {
    const stepId = problem.stepInstanceId ?? stepOf(problem.path);
    if (stepId !== null) byStep[stepId] = [...(byStep[stepId] ?? []), problem];
  }
  for (const [stepId, list] of Object.entries(byStep)) {
    const old = before.byStep[stepId];
    if (old && JSON.stringify(old) === JSON.stringify(list)) byStep[stepId] = old;
  }
  const errors = problems.filter((problem) => problem.severity === "error").length;
  return {
    all: problems,
    byStep,
    counts: { errors, warnings: problems.length - errors },
    state: "current",
  };
}

/** The step that a JSON Pointer points into; null when it points elsewhere. */
export function stepOf(pointer: string): string | null {
  const [, first, second] = pointer.split("/");
  return first === "steps" && second !== undefined ? unescapePointer(second) : null;
}

/** The field of a step that a JSON Pointer points at, with dots: `/steps/a/transitions/0/condition` → `transitions.0.condition`. */
export function fieldOf(pointer: string): string | undefined {
  const parts = pointer.split("/").slice(3).map(unescapePointer);
  return parts.length > 0 ? parts.join(".") : undefined;
}

function unescapePointer(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** Forgets everything: another draft is opened. */
export function clearProblems(): void {
  problemsStore.setState(NO_PROBLEMS, true);
}

/** Shows these problems. */
export function showProblems(problems: readonly Problem[]): void {
  problemsStore.setState((before) => arrange(problems, before), true);
}

/** Says how fresh the list is. */
export function markProblems(state: ProblemsState["state"]): void {
  problemsStore.setState({ state });
}
