import { useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Drawn } from "@/lib/definition/toCanvas";
import { useEditorStore } from "../store";
import { stepOrder } from "./gestures/order";

/** What a screen reader is told when the keyboard goes to a step. */
export function useAnnouncement(drawn: Drawn): { spoken: string; say: (stepId: string) => void } {
  const { t } = useTranslation("editor-canvas");
  const store = useEditorStore();
  const [spoken, setSpoken] = useState("");
  const latest = useRef(drawn);
  latest.current = drawn;
  const say = useCallback(
    (stepId: string) => {
      const { document } = store.getState();
      const step = document.steps[stepId];
      const node = latest.current.nodesById.get(stepId);
      if (!step) return;
      const order = stepOrder(document);
      setSpoken(
        t("announce", {
          name: step.displayName || stepId,
          type: (node?.type === "step" && node.data.type?.label) || step.stepType,
          at: order.indexOf(stepId) + 1,
          count: order.length,
        }),
      );
    },
    [store, t],
  );
  return { spoken, say };
}
