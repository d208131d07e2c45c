import type { Schemas } from "@/api/client";
import type { Mark } from "@/components/flow-canvas/FlowCanvas";
import { type FieldChange, fieldChanges } from "@/lib/definition/fieldChanges";

type Definition = Schemas["FlowVersionOut"]["definition"];
export type Diff = Schemas["FlowDiff"];

/** One thing that differs between two versions. */
export interface VersionChange {
  /** Of a step: its id. Others: what it is about. */
  id: string;
  kind: Mark | "moved" | "variables" | "settings";
  /** Null where the change is not about one step. */
  stepId: string | null;
  fields: FieldChange[];
}

/** The differences in reading order: steps as the new version has them, those that went, variables, settings. */
export function changesOf(diff: Diff, from: Definition, to: Definition): VersionChange[] {
  const steps = [
    ...diff.steps.added.map(({ stepInstanceId }) => step(stepInstanceId, "added", [])),
    ...diff.steps.changed.map(({ stepInstanceId, patch }) =>
      step(stepInstanceId, "changed", fieldsOf(stepsOf(from)[stepInstanceId], patch)),
    ),
    ...diff.steps.moved.map(({ stepInstanceId }) => step(stepInstanceId, "moved", [])),
  ];
  const order = Object.keys(stepsOf(to));
  steps.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  const removed = diff.steps.removed.map((id) => step(id, "removed", []));
  const { steps: _steps, flowVariables, ...rest } = from;
  const variables = flowVariables === undefined ? {} : { flowVariables };
  return [
    ...steps,
    ...removed,
    ...whole("variables", fieldsOf(variables, diff.flowVariables)),
    ...whole("settings", fieldsOf(rest, diff.settings)),
  ];
}

/** The marks of the steps on each canvas. */
export function marksOf(changes: readonly VersionChange[]): Record<"from" | "to", Record<string, Mark>> {
  const marks: Record<"from" | "to", Record<string, Mark>> = { from: {}, to: {} };
  for (const { id, kind } of changes) {
    if (kind === "changed" || kind === "removed") marks.from[id] = kind;
    if (kind === "changed" || kind === "added") marks.to[id] = kind;
  }
  return marks;
}

/** The patch as fields; where a draft was saved in between and it does not fit, only what it sets. */
function fieldsOf(value: unknown, patch: readonly Record<string, unknown>[]): FieldChange[] {
  try {
    return fieldChanges(value, patch);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return patch.map((one) => ({ path: String(one.path), before: undefined, after: one.value }));
  }
}

function step(id: string, kind: VersionChange["kind"], fields: FieldChange[]): VersionChange {
  return { id, kind, stepId: id, fields };
}

function whole(kind: "variables" | "settings", fields: FieldChange[]): VersionChange[] {
  return fields.length ? [{ id: kind, kind, stepId: null, fields }] : [];
}

function stepsOf(definition: Definition): Record<string, unknown> {
  const { steps } = definition;
  return typeof steps === "object" && steps !== null ? { ...steps } : {};
}
