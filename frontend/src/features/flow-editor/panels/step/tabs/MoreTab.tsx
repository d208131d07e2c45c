import { ColorSwatch, Group, SegmentedControl, SimpleGrid, Stack, Text, UnstyledButton } from "@mantine/core";
import { Ban, Check } from "lucide-react";
import { useTranslation } from "react-i18next";
import { FormPart, useField } from "@/components/schema-form/binding";
import { AutoField } from "@/components/schema-form/fields/AutoField";
import { EnumField, NumberField, TextField } from "@/components/schema-form/fields/basic";
import { DurationField } from "@/components/schema-form/fields/DurationField";
import { FieldBox } from "@/components/schema-form/fields/FieldBox";
import { LabelRow } from "@/components/schema-form/fields/LabelRow";
import type { StepInstance, StepType } from "@/lib/definition/types";
import { Extras } from "../forms/Extras";
import { Section } from "../forms/Section";
import { useVariant } from "../forms/useVariant";
import { PresetFields } from "../PresetFields";

/** Everything else: what the step is for, how it looks, delay, checkpoint, checks of the output, side effects, preset. */
export function MoreTab({ step, type }: { step: StepInstance; type: StepType | undefined }) {
  const { t } = useTranslation("step");
  return (
    <Stack gap="md">
      <TextField path={["description"]} multiline />
      <FillField />
      <Section title={t("more.delay")} open={Boolean(step.delay)}>
        <DelayForm />
      </Section>
      <Section title={t("more.checkpoint")} open={Boolean(step.checkpoint)}>
        <Text size="sm" c="dimmed">
          {t("more.checkpointHelp")}
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          <TextField path={["checkpoint", "id"]} label={t("more.checkpointId")} />
          <TextField path={["checkpoint", "label"]} label={t("more.checkpointLabel")} />
          <NumberField path={["checkpoint", "order"]} label={t("more.checkpointOrder")} />
        </SimpleGrid>
        <Extras path={["checkpoint"]} known={["id", "label", "order"]} />
      </Section>
      <Section title={t("more.validation")} open={Boolean(step.outputValidation)}>
        <Text size="sm" c="dimmed">
          {t("more.validationHelp")}
        </Text>
        <AutoField path={["outputValidation", "requiredFields"]} />
        <AutoField path={["outputValidation", "schema"]} />
        <Extras path={["outputValidation"]} known={["requiredFields", "schema"]} />
      </Section>
      <Section title={t("more.effects")} open={Boolean(step.sideEffects)}>
        <EnumField
          path={["sideEffects"]}
          placeholder={t("more.effectsDefault", { value: type?.sideEffects ?? "none" })}
          description={t("more.effectsHelp")}
        />
      </Section>
      <Section title={t("preset.title")} open={Boolean(step.stepDefinitionId)}>
        <PresetFields step={step} />
      </Section>
    </Stack>
  );
}

function DelayForm() {
  const { t } = useTranslation("step");
  return (
    <FormPart path={["delay"]}>
      <DelayKind />
      <EnumField path={["position"]} label={t("more.delayPosition")} />
      <Extras path={[]} known={["milliseconds", "delayFrom", "delayTo", "position"]} />
    </FormPart>
  );
}

function DelayKind() {
  const { t } = useTranslation("step");
  const to = useField(["delayTo"]);
  const { current, choose } = useVariant(
    { milliseconds: 1000, delayFrom: 1000 },
    to.value === undefined ? "none" : "delayFrom",
  );
  return (
    <>
      <SegmentedControl
        size="xs"
        w="fit-content"
        aria-label={t("more.delay")}
        value={current}
        disabled={to.readOnly}
        data={[
          { value: "none", label: t("more.delayNone") },
          { value: "milliseconds", label: t("more.delayFixed") },
          { value: "delayFrom", label: t("more.delayRange") },
        ]}
        onChange={(next) => choose(next as typeof current)}
      />
      {current === "milliseconds" && (
        <DurationField path={["milliseconds"]} perSecond={1000} label={t("more.delayFor")} />
      )}
      {(current === "delayFrom" || to.value !== undefined) && (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <DurationField path={["delayFrom"]} perSecond={1000} label={t("more.delayFrom")} />
          <DurationField path={["delayTo"]} perSecond={1000} label={t("more.delayTo")} />
        </SimpleGrid>
      )}
    </>
  );
}

const FILLS = ["gray", "red", "orange", "yellow", "teal", "blue", "violet", "pink"];

function FillField() {
  const { t } = useTranslation("step");
  const field = useField(["fill"]);
  const current = typeof field.value === "string" ? field.value : undefined;
  const other = current !== undefined && !FILLS.includes(current) ? [current] : [];
  const swatch = (name: string) => (FILLS.includes(name) ? `var(--mantine-color-${name}-5)` : name);
  return (
    <FieldBox id={field.id}>
      <LabelRow label={t("more.fill")} />
      <Group gap={6} role="radiogroup" aria-label={t("more.fill")}>
        <UnstyledButton
          role="radio"
          aria-checked={current === undefined}
          aria-label={t("more.noFill")}
          disabled={field.readOnly}
          onClick={() => field.set(undefined)}
        >
          <ColorSwatch size={24} color="transparent">
            <Ban size={14} aria-hidden />
          </ColorSwatch>
        </UnstyledButton>
        {[...FILLS, ...other].map((name) => (
          <UnstyledButton
            key={name}
            role="radio"
            aria-checked={current === name}
            aria-label={t("more.fillNamed", { name })}
            disabled={field.readOnly}
            onClick={() => field.set(name)}
          >
            <ColorSwatch size={24} color={swatch(name)}>
              {current === name && <Check size={14} color="white" aria-hidden />}
            </ColorSwatch>
          </UnstyledButton>
        ))}
      </Group>
    </FieldBox>
  );
}
