import { Button, Menu, Modal, Text } from "@mantine/core";
import { Check, ChevronDown } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../store";
import { RunPicker } from "./RunPicker";
import { setSampleChoice } from "./sampleChoice";
import { sandboxStore } from "./sandboxStore";
import type { SampleSource, StepSample } from "./useStepSample";

const SOURCES: readonly SampleSource[] = ["lastRun", "run", "upTo", "pinned", "typed"];

/** Chooses where the sample context comes from. */
export function SourcePicker({ stepId, sample }: { stepId: string; sample: StepSample }) {
  const { t } = useTranslation("sandbox");
  const flowId = useEditor((state) => state.flowId);
  const hasUpTo = sandboxStore((state) => state.flow?.flowId === flowId);
  const [picking, setPicking] = useState(false);
  const choose = (source: SampleSource) => {
    if (source === "run") setPicking(true);
    else if (source === "typed") {
      // What was shown is a good begin for what is typed.
      const typed = sample.context ? JSON.stringify(sample.context, null, 2) : "";
      setSampleChoice(
        flowId,
        stepId,
        sample.source === "typed" ? { choice: { kind: "typed" } } : { choice: { kind: "typed" }, typed },
      );
    } else setSampleChoice(flowId, stepId, { choice: { kind: source } });
  };
  return (
    <>
      <Menu position="bottom-end" width={300}>
        <Menu.Target>
          <Button
            size="xs"
            variant="default"
            rightSection={<ChevronDown size={14} aria-hidden />}
            aria-label={`${t("source.label")}: ${sample.label}`}
          >
            {sample.label}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("source.label")}</Menu.Label>
          {SOURCES.filter((source) => source !== "upTo" || hasUpTo).map((source) => (
            <Menu.Item
              key={source}
              onClick={() => choose(source)}
              rightSection={source === sample.source ? <Check size={14} aria-hidden /> : null}
            >
              <Text fz="sm">{t(`source.${source}`)}</Text>
              <Text fz="xs" c="dimmed">
                {t(`source.${source}About`)}
              </Text>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={picking} onClose={() => setPicking(false)} title={t("runs.title")} size="lg">
        <RunPicker
          stepId={stepId}
          onPick={(executionId, seq) => {
            setSampleChoice(flowId, stepId, { choice: { kind: "run", executionId, seq } });
            setPicking(false);
          }}
        />
      </Modal>
    </>
  );
}
