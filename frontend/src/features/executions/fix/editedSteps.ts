import { sameJson } from "@/components/schema-form/path";
import type { FlowDocument, StepInstance } from "@/lib/definition/types";

/** Steps as a person has changed them, by their id. */
export type EditedSteps = Readonly<Record<string, StepInstance>>;

/** A prompt as a person has changed it: which version was edited, and its new text. */
export interface EditedPrompt {
  number: number;
  text: string;
}

/** Prompts with their new text, by their id. */
export type EditedPrompts = Readonly<Record<string, EditedPrompt>>;

/** The ids of steps that really differ from the document's. */
export function changedSteps(document: FlowDocument, edited: EditedSteps): string[] {
  return Object.keys(edited).filter((id) => !sameJson(edited[id], document.steps[id]));
}

/** The document with the edited steps in it; what is beside them stays as it is. */
export function withEdits(document: FlowDocument, edited: EditedSteps): FlowDocument {
  return { ...document, steps: { ...document.steps, ...edited } };
}

/** What stands against taking the edits over: the steps, and in which fields the draft is another already. */
export interface EditConflict {
  stepId: string;
  /** Empty: the draft has no such step. */
  fields: string[];
}

/**
 * Takes what was edited of the steps of `base` over into a draft, field by field, so that other changes of the draft
 * stay. A field that the draft has otherwise than both is a conflict; nothing is taken over then.
 */
export function takeOver(
  base: FlowDocument,
  edited: EditedSteps,
  draft: FlowDocument,
): { document: FlowDocument } | { conflicts: EditConflict[] } {
  const conflicts: EditConflict[] = [];
  const steps: Record<string, StepInstance> = { ...draft.steps };
  for (const stepId of changedSteps(base, edited)) {
    const merged = mergeStep(base.steps[stepId], edited[stepId], draft.steps[stepId]);
    if (Array.isArray(merged)) conflicts.push({ stepId, fields: merged });
    else steps[stepId] = merged;
  }
  return conflicts.length > 0 ? { conflicts } : { document: { ...draft, steps } };
}

/** An edited step beside what it was when it was edited. */
export interface StepEdit {
  before: StepInstance;
  after: StepInstance;
}

/** Edits of an older document on the one of today; `lost` are the steps whose edits do not fit it any more. */
export function editsOn(
  document: FlowDocument,
  edits: Readonly<Record<string, StepEdit>>,
): { steps: EditedSteps; lost: string[] } {
  const steps: Record<string, StepInstance> = {};
  const lost: string[] = [];
  for (const [stepId, { before, after }] of Object.entries(edits)) {
    const merged = mergeStep(before, after, document.steps[stepId]);
    if (Array.isArray(merged)) lost.push(stepId);
    else steps[stepId] = merged;
  }
  return { steps, lost };
}

/** The edited fields on a step as it is now, or the fields that it has otherwise; none when there is no such step. */
function mergeStep(
  before: StepInstance | undefined,
  after: StepInstance | undefined,
  now: StepInstance | undefined,
): StepInstance | string[] {
  if (!before || !after || !now) return [];
  const fields = changedFields(before, after);
  const wrong = fields.filter(
    (name) => !sameJson(now[name], before[name]) && !sameJson(now[name], after[name]),
  );
  return wrong.length > 0 ? wrong : withFields(now, after, fields);
}

function changedFields(before: StepInstance, after: StepInstance): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !sameJson(before[name], after[name]));
}

function withFields(step: StepInstance, from: StepInstance, names: readonly string[]): StepInstance {
  const next: StepInstance = { ...step };
  for (const name of names) {
    if (from[name] === undefined) delete next[name];
    else Object.assign(next, { [name]: from[name] });
  }
  return next;
}
