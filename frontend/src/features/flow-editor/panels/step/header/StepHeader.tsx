import { Badge, Group, Switch, Text, TextInput } from "@mantine/core";
import { ChevronLeft, ChevronRight, PinOff, X } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import { StepIcon } from "@/components/StepIcon";
import type { StepInstance, StepType } from "@/lib/definition/types";
import { RunStepButton } from "../../../sandbox/RunStepButton";
import { useEditor, useEditorStore } from "../../../store";
import { runOrder } from "../runOrder";
import classes from "../StepPanel.module.css";
import { setStepField } from "../useStepForm";
import { StepIdButton } from "./StepIdButton";
import { StepMenu } from "./StepMenu";

interface StepHeaderProps {
  stepId: string;
  step: StepInstance;
  type: StepType | undefined;
}

/** The head of the step panel: what the step is and is called, and what can be done with it. */
export function StepHeader({ stepId, step, type }: StepHeaderProps) {
  const { t } = useTranslation("step");
  const store = useEditorStore();
  const readOnly = useEditor((state) => state.readOnly);
  const set = (field: string, value: unknown) =>
    setStepField(store, stepId, [field], value, (name) => t("gesture.set", { field: name }));
  return (
    <Group className={classes.header} gap="sm" wrap="nowrap" justify="space-between">
      <Group className={classes.title} gap="sm" wrap="nowrap">
        <StepIcon {...(type && { name: type.icon, category: type.category })} size={34} />
        <div style={{ minWidth: 0, flex: 1 }}>
          <TextInput
            variant="unstyled"
            classNames={{ input: classes.name ?? "" }}
            aria-label={t("header.name")}
            placeholder={type?.label ?? stepId}
            value={step.displayName ?? ""}
            readOnly={readOnly}
            onChange={(event) => set("displayName", event.currentTarget.value || undefined)}
          />
          <Group gap={6} wrap="nowrap">
            <Text size="xs" c="dimmed" truncate>
              {type?.label ?? step.stepType}
            </Text>
            <StepIdButton stepId={stepId} />
          </Group>
        </div>
      </Group>
      <Group gap={6} wrap="nowrap">
        {step.pinnedOutput !== undefined && step.pinnedOutput !== null && (
          <Badge
            variant="light"
            color="violet"
            visibleFrom="sm"
            rightSection={
              readOnly ? null : (
                <IconButton
                  icon={PinOff}
                  label={t("header.unpin")}
                  size="xs"
                  variant="transparent"
                  iconSize={12}
                  onClick={() => set("pinnedOutput", undefined)}
                />
              )
            }
          >
            {t("header.pinned")}
          </Badge>
        )}
        <Switch
          size="xs"
          visibleFrom="sm"
          label={step.disabled ? t("header.off") : t("header.on")}
          aria-label={t("header.enabled")}
          checked={!step.disabled}
          disabled={readOnly}
          onChange={(event) =>
            store
              .getState()
              .dispatch("step.toggleDisabled", { stepIds: [stepId], disabled: !event.currentTarget.checked })
          }
        />
        <RunStepButton />
        <Neighbours stepId={stepId} />
        <StepMenu stepId={stepId} step={step} />
        <IconButton
          icon={X}
          label={t("header.close")}
          shortcut="Esc"
          variant="subtle"
          color="gray"
          onClick={() => store.getState().openStep(null)}
        />
      </Group>
    </Group>
  );
}

function Neighbours({ stepId }: { stepId: string }) {
  const { t } = useTranslation("step");
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const order = useMemo(() => runOrder(document), [document]);
  const at = order.indexOf(stepId);
  const go = (id: string | undefined) => {
    if (id === undefined) return;
    store.getState().select({ steps: [id] });
    store.getState().openStep(id);
  };
  return (
    <Group gap={0} wrap="nowrap" visibleFrom="xs">
      <IconButton
        icon={ChevronLeft}
        label={t("header.previous")}
        variant="subtle"
        color="gray"
        disabled={at <= 0}
        onClick={() => go(order[at - 1])}
      />
      <IconButton
        icon={ChevronRight}
        label={t("header.next")}
        variant="subtle"
        color="gray"
        disabled={at >= order.length - 1}
        onClick={() => go(order[at + 1])}
      />
    </Group>
  );
}
