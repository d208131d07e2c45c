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
    const [before, after, now] = [base.steps[stepId], edited[stepId], draft.steps[stepId]];
    if (!before || !after || !now) {
      conflicts.push({ stepId, fields: [] });
      continue;
    }
    const fields = changedFields(before, after);
    const wrong = fields.filter(
      (name) => !sameJson(now[name], before[name]) && !sameJson(now[name], after[name]),
    );
    if (wrong.length > 0) conflicts.push({ stepId, fields: wrong });
    else steps[stepId] = withFields(now, after, fields);
  }
  return conflicts.length > 0 ? { conflicts } : { document: { ...draft, steps } };
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
