import { useState } from "react";
import type { EditedPrompts, EditedSteps } from "./editedSteps";

/** What a person has changed to mend a run. */
export interface Edits {
  steps: EditedSteps;
  prompts: EditedPrompts;
}

const NONE: Edits = { steps: {}, prompts: {} };
const kept = new Map<string, Edits>();

/** The edits of a run. They outlive the page: whoever looks something up comes back to them. */
export function useKeptEdits(executionId: string): [Edits, (change: (before: Edits) => Edits) => void] {
  const [edits, setEdits] = useState(() => kept.get(executionId) ?? NONE);
  const change = (make: (before: Edits) => Edits) => {
    const next = make(kept.get(executionId) ?? NONE);
    kept.set(executionId, next);
    setEdits(next);
  };
  return [edits, change];
}

/** Takes all edits of a run back. */
export function withoutEdits(): Edits {
  return NONE;
}
