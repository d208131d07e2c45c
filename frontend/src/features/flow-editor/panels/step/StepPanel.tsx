import { useMediaQuery } from "@mantine/hooks";
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import "./texts";
import { FormProvider } from "@/components/schema-form/binding";
import { FormScopeContext } from "@/components/schema-form/scope";
import { useCanvasApi } from "../../canvas/canvasApi";
import { StepExpressionScope } from "../../sandbox/StepExpressionScope";
import { useEditor, useEditorStore } from "../../store";
import { StepHeader } from "./header/StepHeader";
import classes from "./StepPanel.module.css";
import { StepPanes } from "./StepPanes";
import { useStepForm } from "./useStepForm";
import { useStepScope } from "./useStepScope";

/** The panel of the step that is open: its input, its settings and its output, side by side. */
export function StepPanel() {
  const stepId = useEditor((state) => state.open?.stepId);
  return stepId === undefined ? null : <OpenStep key={stepId} stepId={stepId} />;
}

function OpenStep({ stepId }: { stepId: string }) {
  const { t } = useTranslation("step");
  const store = useEditorStore();
  const panel = useRef<HTMLElement>(null);
  const { step, type, binding, problems } = useStepForm(stepId);
  const scope = useStepScope();
  const narrow = useMediaQuery("(max-width: 62em)", false) ?? false;
  useFocusInside(panel);
  const keys = useMemo(
    () => (event: KeyboardEvent) => keyDown(event, () => store.getState().openStep(null)),
    [store],
  );
  if (!step) return null;
  return (
    <section
      ref={panel}
      role="dialog"
      aria-label={t("panel", { name: step.displayName || stepId })}
      className={classes.panel}
      tabIndex={-1}
      onKeyDown={keys}
    >
      <FormProvider binding={binding}>
        <FormScopeContext.Provider value={scope}>
          <StepHeader stepId={stepId} step={step} type={type} />
          <StepExpressionScope stepId={stepId}>
            <StepPanes stepId={stepId} step={step} type={type} problems={problems} narrow={narrow} />
          </StepExpressionScope>
        </FormScopeContext.Provider>
      </FormProvider>
    </section>
  );
}

/**
 * Puts the focus into the panel, and back where it was when the panel closes. Where that is gone, as the outline's line
 * of a step that was renamed, the focus goes to the selected line of the outline, else to the canvas.
 */
function useFocusInside(panel: { current: HTMLElement | null }): void {
  const canvas = useCanvasApi();
  useEffect(() => {
    const before = document.activeElement;
    const inside = panel.current?.contains(before);
    if (!inside) panel.current?.focus({ preventScroll: true });
    return () => {
      const isThere = before instanceof HTMLElement && before !== document.body && before.isConnected;
      const target = isThere ? before : document.querySelector<HTMLElement>(SELECTED_LINE);
      if (target) target.focus({ preventScroll: true });
      else canvas.focusCanvas();
    };
  }, [panel, canvas]);
}

const SELECTED_LINE = "[role=treeitem][aria-selected=true][data-key]";
const EDITOR_KEYS = new Set(["z", "y", "s", "k", "enter"]);

/** Escape closes; keys that would change the canvas behind stay here, saving and undoing go through. */
function keyDown(event: KeyboardEvent, close: () => void): void {
  if (event.defaultPrevented) return;
  if (event.key === "Escape") {
    event.preventDefault();
    close();
    return;
  }
  const command = event.ctrlKey || event.metaKey;
  if (!command || !EDITOR_KEYS.has(event.key.toLowerCase())) event.stopPropagation();
}
