import { Box, Button, Group, Text } from "@mantine/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/components/CodeEditor";
import { useEditor, useEditorStore } from "../../store";
import { locateSteps, stepAt } from "./locate";
import { useCodeText } from "./useCodeText";

/**
 * The whole definition as JSON, beside the canvas: what is typed there is drawn as soon as it can be read, what is
 * drawn is written here. Text that cannot be read stays as it is, with the reason.
 */
export function CodePanel() {
  const { t } = useTranslation("flow-editor");
  const store = useEditorStore();
  const readOnly = useEditor((state) => state.readOnly);
  const selected = useEditor((state) => state.selection.steps[0] ?? state.open?.stepId ?? null);
  const { text, reason, type, giveUp } = useCodeText();
  const [reveal, setReveal] = useState<{ from: number; to?: number } | null>(null);
  const cursorStep = useRef<string | null>(null);
  const steps = useMemo(() => locateSteps(text), [text]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection scrolls, not every keystroke
  useEffect(() => {
    const range = selected === null ? undefined : steps.get(selected);
    if (range && selected !== cursorStep.current) setReveal({ from: range.from });
    cursorStep.current = null;
  }, [selected]);

  const move = (position: number): void => {
    const stepId = stepAt(steps, position);
    if (stepId === null || stepId === selected || !store.getState().document.steps[stepId]) return;
    cursorStep.current = stepId;
    store.getState().select({ steps: [stepId] });
  };
  return (
    <>
      {reason && (
        <Group justify="space-between" wrap="nowrap" px="sm" pb="xs">
          <Text fz="sm" c="var(--allma-fail)" role="status">
            {t("code.invalid", { reason })}
          </Text>
          {!readOnly && (
            <Button size="compact-xs" variant="default" flex="none" onClick={giveUp}>
              {t("code.giveUp")}
            </Button>
          )}
        </Group>
      )}
      <Box flex={1} mih={0}>
        <CodeEditor
          value={text}
          onChange={readOnly ? undefined : type}
          readOnly={readOnly}
          lint
          height="100%"
          ariaLabel={t("code.label")}
          reveal={reveal}
          onCursor={move}
          invalid={reason !== ""}
        />
      </Box>
    </>
  );
}
