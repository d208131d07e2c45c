import { Group, SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Span } from "@/api/dashboard/runStatistics";
import { type SpanSearch, TIME_RANGES } from "@/lib/timeSpan";
import { FlowSelect } from "./FlowSelect";
import "./texts";

interface SpanPickerProps {
  span: Span;
  /** Changes the range or the flow; undefined takes the flow away. */
  onChange: (changes: SpanSearch) => void;
}

/** Which part of the past a page shows: how far back, and of which flow. */
export function SpanPicker({ span, onChange }: SpanPickerProps) {
  const { t } = useTranslation("filters");
  return (
    <Group gap="xs">
      <FlowSelect value={span.flow} onChange={(flow) => onChange({ flow })} w={{ base: 150, sm: 200 }} />
      <SegmentedControl
        aria-label={t("range")}
        data={TIME_RANGES.map((value) => ({ value, label: t(value) }))}
        value={span.range}
        onChange={(value) => onChange({ range: TIME_RANGES.find((one) => one === value) })}
      />
    </Group>
  );
}
