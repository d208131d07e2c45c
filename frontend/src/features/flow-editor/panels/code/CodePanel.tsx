import { Box, Text } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/components/CodeEditor";
import type { FlowDocument } from "@/lib/definition/types";
import { equal } from "../../autosave/equal";
import { useEditor, useEditorStore } from "../../store";
import { locateSteps, stepAt } from "./locate";
import { readText } from "./readText";

/** How long typing must rest before the text becomes the document, in milliseconds. */
const QUIET_MS = 300;

const written = (document: FlowDocument): string => JSON.stringify(document, null, 2);

/**
 * The whole definition as JSON, beside the canvas: what is typed there is drawn as soon as it can be read, what is
 * drawn is written here. Text that cannot be read stays as it is, with the reason.
 */
export function CodePanel() {
  const { t } = useTranslation("flow-editor");
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const readOnly = useEditor((state) => state.readOnly);
  const selected = useEditor((state) => state.selection.steps[0] ?? state.open?.stepId ?? null);
  const [text, setText] = useState(() => written(document));
  const [reason, setReason] = useState("");
  const [reveal, setReveal] = useState<{ from: number; to?: number } | null>(null);
  const applied = useRef(document);
  const cursorStep = useRef<string | null>(null);
  const steps = useMemo(() => locateSteps(text), [text]);

  useEffect(() => {
    if (document === applied.current) return;
    applied.current = document;
    setText(written(document));
    setReason("");
  }, [document]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection scrolls, not every keystroke
  useEffect(() => {
    const range = selected === null ? undefined : steps.get(selected);
    if (range && selected !== cursorStep.current) setReveal({ from: range.from });
    cursorStep.current = null;
  }, [selected]);

  const apply = useDebouncedCallback((typed: string) => {
    const reading = readText(typed);
    setReason(reading.document ? "" : reading.reason);
    if (!reading.document || equal(reading.document, store.getState().document)) return;
    applied.current = reading.document;
    const { selection } = store.getState();
    store.getState().dispatch("flow.replace", { document: reading.document, mergeKey: "flow-json" });
    store.getState().select(selection);
  }, QUIET_MS);
  const type = (typed: string): void => {
    setText(typed);
    apply(typed);
  };
  const move = (position: number): void => {
    const stepId = stepAt(steps, position);
    if (stepId === null || stepId === selected || !store.getState().document.steps[stepId]) return;
    cursorStep.current = stepId;
    store.getState().select({ steps: [stepId] });
  };
  return (
    <>
      {reason && (
        <Text fz="sm" c="var(--allma-fail)" px="sm" pb="xs" role="status">
          {t("code.invalid", { reason })}
        </Text>
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
