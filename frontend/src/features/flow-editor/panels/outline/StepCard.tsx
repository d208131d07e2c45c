import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { ArrowDownToLine, ArrowUpToLine, PanelRightOpen, Power, PowerOff, Trash2 } from "lucide-react";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import { edgesOfStep } from "@/lib/definition/edges";
import { NOTHING } from "../../commands/types";
import { useEditor, useEditorStore } from "../../store";
import type { Where } from "./AddStepDialog";
import { AddWay } from "./AddWay";
import classes from "./outline.module.css";
import { WayRow } from "./WayRow";

interface StepCardProps {
  stepId: string;
  nameRef: RefObject<HTMLInputElement | null>;
  onAdd: (where: Where) => void;
}

/** The chosen step: its name, what one can do with it, and the ways that lead out of it. */
export function StepCard({ stepId, nameRef, onAdd }: StepCardProps) {
  const { t } = useTranslation("flow-editor");
  const store = useEditorStore();
  const step = useEditor((state) => state.document.steps[stepId]);
  const readOnly = useEditor((state) => state.readOnly);
  if (!step) return null;
  const edges = edgesOfStep(stepId, step);
  const conditions = edges.filter((edge) => edge.kind === "condition").length;
  const rename = (displayName: string) =>
    store.getState().dispatch("step.set", {
      stepId,
      fields: { displayName: displayName === "" ? undefined : displayName },
      gesture: t("outline.renamed", { name: displayName || stepId }),
      mergeKey: `name:${stepId}`,
    });
  return (
    <Stack className={classes.card} gap="sm" role="group" aria-label={step.displayName || stepId}>
      <Group gap="xs" wrap="nowrap" align="flex-end">
        <TextInput
          ref={nameRef}
          flex={1}
          size="xs"
          label={t("outline.name")}
          value={step.displayName ?? ""}
          placeholder={stepId}
          readOnly={readOnly}
          onChange={(event) => rename(event.currentTarget.value)}
        />
        <IconButton
          icon={PanelRightOpen}
          label={t("outline.open")}
          shortcut="Enter"
          variant="default"
          size={30}
          onClick={() => store.getState().openStep(stepId)}
        />
      </Group>
      {!readOnly && (
        <Group gap={6}>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<ArrowDownToLine size={13} aria-hidden />}
            onClick={() => onAdd({ at: "after", stepId })}
          >
            {t("outline.addAfter")}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<ArrowUpToLine size={13} aria-hidden />}
            onClick={() => onAdd({ at: "before", stepId })}
          >
            {t("outline.addBefore")}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={step.disabled ? <Power size={13} aria-hidden /> : <PowerOff size={13} aria-hidden />}
            onClick={() =>
              store
                .getState()
                .dispatch("step.toggleDisabled", { stepIds: [stepId], disabled: !step.disabled })
            }
          >
            {t(step.disabled ? "outline.enable" : "outline.disable")}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            color="red"
            leftSection={<Trash2 size={13} aria-hidden />}
            onClick={() => store.getState().dispatch("selection.remove", { ...NOTHING, steps: [stepId] })}
          >
            {t("outline.remove")}
          </Button>
        </Group>
      )}
      <Text fz="xs" fw={600} c="dimmed">
        {t("outline.ways")}
      </Text>
      <ul className={classes.ways}>
        {edges.map((edge) => (
          <WayRow key={edge.id} edge={edge} step={step} conditions={conditions} />
        ))}
        {edges.length === 0 && (
          <Text fz="xs" c="dimmed" component="li">
            {t("outline.noWays")}
          </Text>
        )}
      </ul>
      {!readOnly && <AddWay step={step} stepId={stepId} />}
    </Stack>
  );
}
