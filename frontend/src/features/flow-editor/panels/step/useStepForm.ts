import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { FormBinding } from "@/components/schema-form/binding";
import { dotted, type FieldPath, isObject, type Json, setIn } from "@/components/schema-form/path";
import { humanise } from "@/components/schema-form/schema";
import type { Problem, StepInstance, StepType } from "@/lib/definition/types";
import { useStepTypes } from "@/lib/stepTypes";
import { type EditorStore, useEditor, useEditorStore } from "../../store";
import { fieldOf, useProblems } from "../problemsStore";
import { stepSchema } from "./stepSchema";

const NO_PROBLEMS: readonly Problem[] = [];

/** The open step as a form: every change goes through the editor's commands. */
export function useStepForm(stepId: string): {
  step: StepInstance | undefined;
  type: StepType | undefined;
  binding: FormBinding;
  problems: readonly Problem[];
} {
  const { t } = useTranslation("step");
  const store = useEditorStore();
  const step = useEditor((state) => state.document.steps[stepId]);
  const readOnly = useEditor((state) => state.readOnly);
  const problems = useProblems((state) => state.byStep[stepId]) ?? NO_PROBLEMS;
  const { byStep } = useStepTypes();
  const type = step && byStep(step);
  const binding = useMemo<FormBinding>(
    () => ({
      value: step,
      schema: stepSchema(type),
      readOnly,
      set: (path, value) => setStepField(store, stepId, path, value, (field) => t("gesture.set", { field })),
      issues: (path) => issuesAt(problems, path),
      keepsDefaults: Boolean(step?.stepDefinitionId),
    }),
    [step, type, readOnly, store, stepId, problems, t],
  );
  return { step, type, binding, problems };
}

/** Sets one field of a step in the document; quick changes of the same field are one entry of the history. */
export function setStepField(
  store: EditorStore,
  stepId: string,
  path: FieldPath,
  value: Json,
  gesture: (field: string) => string,
): void {
  const state = store.getState();
  const step = state.document.steps[stepId];
  if (!step) return;
  const names = path.filter((key): key is string => typeof key === "string");
  state.dispatch("step.set", {
    stepId,
    fields: changedFields(step, setIn(step, path, value)),
    gesture: `${step.displayName || stepId}: ${gesture(humanise(names.at(-1) ?? "settings"))}`,
    mergeKey: `step:${stepId}:${dotted(path)}`,
  });
}

/** The fields in which two steps differ, with their new values; undefined for those that are gone. */
export function changedFields(before: StepInstance, after: Json): Record<string, Json> {
  const next = isObject(after) ? after : {};
  const names = new Set([...Object.keys(before), ...Object.keys(next)]);
  return Object.fromEntries(
    [...names].filter((name) => before[name] !== next[name]).map((name) => [name, next[name]]),
  );
}

/** The problems at a field or inside it. */
export function issuesAt(
  problems: readonly Problem[],
  path: FieldPath,
): { message: string; severity: "error" | "warning"; inside: boolean }[] {
  const name = dotted(path);
  return problems.flatMap((problem) => {
    const field = fieldOf(problem.path);
    if (field === undefined || (field !== name && !field.startsWith(`${name}.`))) return [];
    const severity = problem.severity === "error" ? ("error" as const) : ("warning" as const);
    return [
      {
        message: [problem.message, problem.hint].filter(Boolean).join(" "),
        severity,
        inside: field !== name,
      },
    ];
  });
}
