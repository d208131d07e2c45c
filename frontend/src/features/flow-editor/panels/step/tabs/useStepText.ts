import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { sameJson } from "@/components/schema-form/path";
import type { StepInstance } from "@/lib/definition/types";
import { mergeStep } from "../../../autosave/merge3";
import { ownKey } from "../../../ownKey";
import { useEditor, useEditorStore } from "../../../store";
import { keptText } from "../keptText";
import { reasonAgainst } from "./reasonAgainst";

interface StepText {
  text: string;
  /** Why the text cannot be the step; null when it can. */
  refused: string | null;
  edit: (text: string) => void;
  /** Puts the step in the place of a text that was refused. */
  giveUp: () => void;
}

const written = (step: StepInstance): string => JSON.stringify(step, null, 2);

/**
 * A step as text, both ways. A text that cannot be the step stays until it can or is given up; what changed in the step
 * elsewhere meanwhile is merged with it.
 */
export function useStepText(stepId: string, step: StepInstance): StepText {
  const { t } = useTranslation("step");
  const store = useEditorStore();
  const place = useEditor((state) => ownKey(state.flowId, state.version, stepId));
  const [text, setText] = useState(() => keptText.get(place)?.text ?? written(step));
  const base = useRef(keptText.get(place)?.base ?? step);
  const refused = reasonAgainst(text, stepId, t);
  if (base.current !== step && refused === null) {
    base.current = step;
    if (!sameJson(JSON.parse(text), step)) setText(written(step));
  }
  const edit = (next: string) => {
    setText(next);
    if (reasonAgainst(next, stepId, t) !== null) {
      keptText.set(place, { text: next, base: base.current });
      return;
    }
    keptText.delete(place);
    const parsed: StepInstance = JSON.parse(next);
    const current = store.getState().document.steps[stepId];
    const merged = current && current !== base.current ? mergeStep(base.current, parsed, current) : parsed;
    if (!sameJson(merged, current)) store.getState().dispatch("step.replace", { stepId, step: merged });
  };
  const giveUp = () => {
    keptText.delete(place);
    base.current = step;
    setText(written(step));
  };
  return { text, refused, edit, giveUp };
}
