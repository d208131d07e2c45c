import { useMutation } from "@tanstack/react-query";
import { createElement } from "react";
import { useTranslation } from "react-i18next";
import { confirmAction } from "@/components/confirm";
import { useStepTypes } from "@/lib/stepTypes";
import { useEditor, useEditorStore } from "../store";
import { effectsOf, isEffectful, stepAsk, stopTry, tryStep } from "./running";
import { agree, sandboxStore, setDry, stepKey, useStepTry } from "./sandboxStore";
import { useStepSample } from "./useStepSample";

/** Running one step: whether it can, whether it is dry, and the way to start and stop it. */
export function useRunStep(stepId: string) {
  const { t } = useTranslation("sandbox");
  const store = useEditorStore();
  const flowId = useEditor((state) => state.flowId);
  const step = useEditor((state) => state.document.steps[stepId]);
  const type = useStepTypes();
  const sample = useStepSample(stepId);
  const key = stepKey(flowId, stepId);
  const running = useStepTry(key)?.state === "running";
  const effectful = step ? isEffectful(step, type.byStep(step)) : false;
  const chosen = sandboxStore((state) => state.dry[key]);
  const dryRun = chosen ?? effectful;

  const run = useMutation({
    mutationFn: async () => {
      const current = store.getState().document.steps[stepId];
      if (!current || sample.context === null) return;
      if (!dryRun && effectful && !sandboxStore.getState().agreed.has(key)) {
        const effects = t(`run.effects.${effectsOf(current, type.byStep(current))}`);
        const yes = await confirmAction({
          title: t("run.askTitle"),
          children: createElement("p", null, t("run.ask", { effects })),
          confirmLabel: t("run.askConfirm"),
        });
        if (!yes) return;
        agree(key);
      }
      await tryStep(key, stepAsk({ document: store.getState().document, stepId, sample, dryRun }));
    },
  });
  return {
    running,
    ready: step !== undefined && sample.context !== null,
    loading: sample.isLoading,
    effectful,
    dryRun,
    setDryRun: (dry: boolean) => setDry(key, dry),
    start: () => run.mutate(),
    stop: () => stopTry(key),
  };
}
