import { useMemo, useRef, useState } from "react";
import { isObject } from "@/components/schema-form/path";
import type { FlowDocument } from "@/lib/definition/types";
import {
  changedSteps,
  type EditedPrompt,
  type EditedPrompts,
  type EditedSteps,
  editsOn,
  type StepEdit,
} from "./editedSteps";

/** What a person has changed to mend a run. */
export interface Edits {
  steps: EditedSteps;
  prompts: EditedPrompts;
}

/** Edits as the tab keeps them. */
interface Kept {
  steps: Readonly<Record<string, StepEdit>>;
  prompts: EditedPrompts;
}

const NONE: Edits = { steps: {}, prompts: {} };
const EMPTY: Kept = { steps: {}, prompts: {} };

/** The edits of a run, and what is to be told of them. */
export interface KeptEdits {
  edits: Edits;
  change: (make: (before: Edits) => Edits) => void;
  /** They are of an earlier look at the page, and nobody has said yet that it is seen. */
  isRestored: boolean;
  /** Steps of which edits were kept that do not fit the document any more. */
  lost: readonly string[];
  /** It is seen. */
  dismiss: () => void;
}

/**
 * The edits below a key, on a document. The tab keeps them: they outlive the page, and a reload.
 *
 * @param key Whose edits of what; another key needs another component.
 * @param base The document that is edited; undefined while it is read.
 */
export function useKeptEdits(key: string, base: FlowDocument | null | undefined): KeptEdits {
  const [kept, setKept] = useState(() => readKept(key));
  const [isRestored, setRestored] = useState(kept !== EMPTY);
  const { steps, lost } = useMemo(() => editsOn(base ?? WITHOUT_STEPS, kept.steps), [base, kept]);
  const edits = useMemo(() => ({ steps, prompts: kept.prompts }), [steps, kept]);
  const latest = useRef(edits);
  latest.current = edits;
  const change: KeptEdits["change"] = (make) => {
    if (!base) return;
    const next = make(latest.current);
    latest.current = next;
    setKept(keep(key, base, next));
  };
  return { edits, change, isRestored, lost: base ? lost : [], dismiss: () => setRestored(false) };
}

const WITHOUT_STEPS: FlowDocument = { schemaVersion: "1", startStepInstanceId: "", steps: {} };

/** Takes all edits of a run back. */
export function withoutEdits(): Edits {
  return NONE;
}

function keep(key: string, base: FlowDocument, { steps, prompts }: Edits): Kept {
  const changed = changedSteps(base, steps).flatMap((id): [string, StepEdit][] => {
    const [before, after] = [base.steps[id], steps[id]];
    return before && after ? [[id, { before, after }]] : [];
  });
  const kept: Kept = { steps: Object.fromEntries(changed), prompts };
  const isEmpty = changed.length === 0 && Object.keys(prompts).length === 0;
  try {
    if (isEmpty) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // The browser gives no room: the edits live as long as the page.
  }
  return isEmpty ? EMPTY : kept;
}

function readKept(key: string): Kept {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(key) ?? "null");
    return isKept(found) ? found : EMPTY;
  } catch {
    return EMPTY;
  }
}

function isKept(found: unknown): found is Kept {
  if (!isObject(found) || !isObject(found.steps) || !isObject(found.prompts)) return false;
  const steps = Object.values(found.steps);
  return steps.every(isStepEdit) && Object.values(found.prompts).every(isPrompt);
}

function isStepEdit(edit: unknown): edit is StepEdit {
  return isObject(edit) && isObject(edit.before) && isObject(edit.after);
}

function isPrompt(prompt: unknown): prompt is EditedPrompt {
  return isObject(prompt) && typeof prompt.number === "number" && typeof prompt.text === "string";
}
