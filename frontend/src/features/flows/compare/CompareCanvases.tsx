import { SimpleGrid, Stack, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { FlowCanvas, type Mark } from "@/components/flow-canvas/FlowCanvas";
import { readDocument } from "@/lib/definition/read";
import { useStepTypes } from "@/lib/stepTypes";
import canvas from "../VersionCanvas.module.css";
import { marksOf, type VersionChange } from "./changes";

interface Side {
  number: number;
  definition: unknown;
}

interface CompareCanvasesProps {
  from: Side;
  to: Side;
  changes: readonly VersionChange[];
  at: number;
  onPick: (index: number) => void;
}

/** Both versions drawn, the steps that differ marked; a click on one of these goes to its change. */
export function CompareCanvases({ from, to, changes, at, onPick }: CompareCanvasesProps) {
  const { t } = useTranslation("flows");
  const marks = useMemo(() => marksOf(changes), [changes]);
  const selected = changes[at]?.stepId ?? null;
  const pick = (stepId: string | null) => {
    const index = changes.findIndex((change) => change.stepId === stepId && stepId !== null);
    if (index >= 0) onPick(index);
  };
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Drawn side={from} label={t("compare.from")} marks={marks.from} selected={selected} onSelect={pick} />
      <Drawn side={to} label={t("compare.to")} marks={marks.to} selected={selected} onSelect={pick} />
    </SimpleGrid>
  );
}

interface DrawnProps {
  side: Side;
  label: string;
  marks: Record<string, Mark>;
  selected: string | null;
  onSelect: (stepId: string | null) => void;
}

function Drawn({ side, label, marks, selected, onSelect }: DrawnProps) {
  const { t } = useTranslation("flows");
  const stepTypes = useStepTypes();
  const reading = useMemo(() => readDocument(side.definition), [side.definition]);
  return (
    <Stack gap={6}>
      <Text fz="sm" c="dimmed">
        {label} · {t("versions.number", { number: side.number })}
      </Text>
      <div className={canvas.canvas} style={{ height: "min(440px, 52vh)" }}>
        {reading.document ? (
          <FlowCanvas
            document={reading.document}
            stepTypes={stepTypes}
            marks={marks}
            selected={selected && reading.document.steps[selected] ? selected : null}
            onSelect={onSelect}
            ariaLabel={t("canvas.label", { number: side.number })}
          />
        ) : (
          <Text p="md" c="dimmed">
            {reading.reason}
          </Text>
        )}
      </div>
    </Stack>
  );
}
