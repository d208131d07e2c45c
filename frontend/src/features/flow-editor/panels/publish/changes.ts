import type { Schemas } from "@/api/client";

/** What became of a step, and which of its fields changed (first parts of JSON Patch paths, each once). */
export interface StepChange {
  stepId: string;
  kind: "added" | "removed" | "changed" | "moved";
  fields: string[][];
}

/** A difference of two versions as the publish dialog lists it: steps, then variables, then settings. */
export interface Changes {
  steps: StepChange[];
  variables: string[];
  settings: string[];
}

/** Whether nothing that runs differs. */
export function isEmpty(changes: Changes): boolean {
  return (
    changes.steps.every(({ kind }) => kind === "moved") &&
    changes.variables.length + changes.settings.length === 0
  );
}

/** Reads the server's difference of two versions. */
export function readChanges(diff: Schemas["FlowDiff"]): Changes {
  const { added, removed, changed, moved } = diff.steps;
  return {
    steps: [
      ...added.map(({ stepInstanceId }) => step(stepInstanceId, "added")),
      ...changed.map(({ stepInstanceId, patch }) => step(stepInstanceId, "changed", fieldsOf(patch))),
      ...removed.map((stepId) => step(stepId, "removed")),
      ...moved.map(({ stepInstanceId }) => step(stepInstanceId, "moved")),
    ],
    variables: names(diff.flowVariables, 1),
    settings: names(diff.settings, 0),
  };
}

function step(stepId: string, kind: StepChange["kind"], fields: string[][] = []): StepChange {
  return { stepId, kind, fields };
}

/** Field paths of a patch, at most two parts deep: deeper ones say too much. */
function fieldsOf(patch: readonly Record<string, unknown>[]): string[][] {
  const paths = patch.map((operation) => partsOf(operation).slice(0, 2));
  const seen = new Map(paths.map((parts) => [parts.join("/"), parts]));
  return [...seen.values()].filter((parts) => parts.length > 0 && parts[0] !== "position");
}

function names(patch: readonly Record<string, unknown>[], at: number): string[] {
  const found = patch.map((operation) => {
    const parts = partsOf(operation);
    return parts[Math.min(at, parts.length - 1)] ?? "";
  });
  return [...new Set(found)].filter(Boolean);
}

function partsOf(operation: Record<string, unknown>): string[] {
  const path = typeof operation.path === "string" ? operation.path : "";
  return path
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
