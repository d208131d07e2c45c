import { produce } from "immer";
import { branchesOf, edgesOf, type FlowEdge } from "@/lib/definition/edges";
import type { FlowDocument, Position, StepInstance, StepType } from "@/lib/definition/types";

/** Distance between a step and the one that is put after it, in pixels. */
export const STEP_GAP = { x: 320, y: 140 };

/** A free step id that begins with `stem`: `stem`, `stem_2`, `stem_3`, … `taken` are ids in use besides. */
export function freeStepId(
  document: FlowDocument,
  stem: string,
  taken: ReadonlySet<string> = new Set(),
): string {
  const clean =
    stem
      .replace(/[^A-Za-z0-9_-]+/g, "_")
      .replace(/^[^A-Za-z_]+/, "")
      .slice(0, 56) || "step";
  const isFree = (id: string) => !(id in document.steps) && !taken.has(id);
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? clean : `${clean}_${number}`;
    if (isFree(id)) return id;
  }
}

/** A new step of a palette type, with the type's defaults. */
export function newStep(type: StepType, id: string, position: Position): StepInstance {
  const defaults = structuredClone(type.defaults ?? {}) as Partial<StepInstance>;
  return {
    stepInstanceId: id,
    stepType: type.type,
    displayName: type.label,
    position,
    ...defaults,
  } as StepInstance;
}

/** Adds a step; the first step of a flow becomes its start. */
export function addStep(document: FlowDocument, step: StepInstance): FlowDocument {
  return produce(document, (draft) => {
    draft.steps[step.stepInstanceId] = step;
    if (!draft.startStepInstanceId || !draft.steps[draft.startStepInstanceId])
      draft.startStepInstanceId = step.stepInstanceId;
  });
}

/** Sets fields of a step; `undefined` takes a field away. A step that is not there stays away. */
export function setStepFields(
  document: FlowDocument,
  stepId: string,
  fields: Record<string, unknown>,
): FlowDocument {
  return produce(document, (draft) => {
    const step = draft.steps[stepId];
    if (!step) return;
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) delete step[name];
      else step[name] = value;
    }
  });
}

/** Puts a whole step in the place of one; its id stays. */
export function replaceStep(document: FlowDocument, stepId: string, step: StepInstance): FlowDocument {
  if (!document.steps[stepId]) return document;
  return produce(document, (draft) => {
    draft.steps[stepId] = { ...step, stepInstanceId: stepId };
  });
}

/** Moves steps to places. */
export function moveSteps(document: FlowDocument, places: Readonly<Record<string, Position>>): FlowDocument {
  return produce(document, (draft) => {
    for (const [id, place] of Object.entries(places)) {
      const step = draft.steps[id];
      if (step && (step.position?.x !== place.x || step.position?.y !== place.y))
        step.position = { x: place.x, y: place.y };
    }
  });
}

/** Makes a step the one a run begins with. */
export function setStart(document: FlowDocument, stepId: string): FlowDocument {
  if (!document.steps[stepId]) return document;
  return produce(document, (draft) => {
    draft.startStepInstanceId = stepId;
  });
}

/** Turns steps off, or on again. */
export function setDisabled(
  document: FlowDocument,
  stepIds: readonly string[],
  disabled: boolean,
): FlowDocument {
  return produce(document, (draft) => {
    for (const id of stepIds) {
      const step = draft.steps[id];
      if (!step) continue;
      if (disabled) step.disabled = true;
      else delete step.disabled;
    }
  });
}

/**
 * Takes steps away and heals the wires: what led to a removed step leads to where its default led, through any number
 * of removed steps; where that leads nowhere, the edge goes.
 */
export function removeSteps(document: FlowDocument, stepIds: readonly string[]): FlowDocument {
  const gone = new Set(stepIds.filter((id) => document.steps[id]));
  if (gone.size === 0) return document;
  const after = (id: string): string | null => heir(document, id, gone);
  const edges = edgesOf(document).filter((edge) => gone.has(edge.target) && !gone.has(edge.source));
  return produce(document, (draft) => {
    for (const edge of [...edges].reverse()) redirect(draft, edge, after(edge.target));
    if (gone.has(draft.startStepInstanceId)) {
      const left = Object.keys(draft.steps).filter((id) => !gone.has(id));
      draft.startStepInstanceId = after(draft.startStepInstanceId) ?? left[0] ?? "";
    }
    for (const id of gone) delete draft.steps[id];
    for (const group of draft.groups ?? [])
      group.stepInstanceIds = (group.stepInstanceIds ?? []).filter((id) => !gone.has(id));
  });
}

function heir(document: FlowDocument, stepId: string, gone: ReadonlySet<string>): string | null {
  const seen = new Set<string>();
  let id: string | null | undefined = stepId;
  while (typeof id === "string" && gone.has(id) && !seen.has(id)) {
    seen.add(id);
    id = document.steps[id]?.defaultNextStepInstanceId;
  }
  return typeof id === "string" && !gone.has(id) && document.steps[id] ? id : null;
}

/** Points an edge at another step, or takes it away (null). Changes `draft`. */
export function redirect(draft: FlowDocument, edge: FlowEdge, target: string | null): void {
  const step = draft.steps[edge.source];
  if (step) REDIRECT[edge.kind](step, target, edge.index);
}

type Redirect = (step: StepInstance, target: string | null, index: number) => void;

const REDIRECT: Record<FlowEdge["kind"], Redirect> = {
  condition: (step, target, index) => {
    const way = step.transitions?.[index];
    if (target !== null && way) way.nextStepInstanceId = target;
    else step.transitions?.splice(index, 1);
  },
  branch: (step, target, index) => {
    const branches = branchesOf(step);
    const branch = branches[index];
    if (target !== null && branch) branch.stepInstanceId = target;
    else branches.splice(index, 1);
  },
  default: (step, target) => setOrDelete(step, "defaultNextStepInstanceId", target),
  timeout: (step, target) => setOrDelete(step, "onTimeoutStepInstanceId", target),
  error: (step, target) => {
    if (!step.onError) return;
    setOrDelete(step.onError, "fallbackStepInstanceId", target);
    if (Object.keys(step.onError).length === 0) delete step.onError;
  },
};

type Named = { [name: string]: unknown };

function setOrDelete(holder: Named, name: string, value: string | null): void {
  if (value === null) delete holder[name];
  else holder[name] = value;
}
