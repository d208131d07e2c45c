import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { FormBinding } from "@/components/schema-form/binding";
import { dotted, isObject, pointerKeys, setIn } from "@/components/schema-form/path";
import { humanise } from "@/components/schema-form/schema";
import { useEditor, useEditorStore } from "../../store";
import { useProblems } from "../problemsStore";
import { flowSchema } from "./flowSchema";

/** The flow's own settings as a form: every change goes through the editor's commands. */
export function useFlowForm(): FormBinding {
  const { t } = useTranslation("flow-settings");
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const readOnly = useEditor((state) => state.readOnly);
  const problems = useProblems((state) => state.all);
  return useMemo<FormBinding>(
    () => ({
      value: document,
      schema: flowSchema,
      readOnly,
      set: (path, value) => {
        const state = store.getState();
        const [field] = path;
        if (typeof field !== "string") return;
        const next = setIn(state.document, path, value);
        state.dispatch("flow.set", {
          fields: { [field]: isObject(next) ? next[field] : undefined },
          gesture: t("gesture", { field: humanise(field) }),
          mergeKey: `flow:${dotted(path)}`,
        });
      },
      issues: (path) => {
        const name = dotted(path);
        return problems.flatMap((problem) => {
          const place = dotted(pointerKeys(problem.path));
          if (place !== name && !place.startsWith(`${name}.`)) return [];
          const message = [problem.message, problem.hint].filter(Boolean).join(" ");
          return [
            { message, severity: problem.severity === "error" ? "error" : "warning", inside: place !== name },
          ];
        });
      },
    }),
    [document, readOnly, store, problems, t],
  );
}
