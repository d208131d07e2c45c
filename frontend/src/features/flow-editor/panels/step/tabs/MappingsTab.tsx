import { SegmentedControl, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useField } from "@/components/schema-form/binding";
import { FieldBox } from "@/components/schema-form/fields/FieldBox";
import { LabelRow } from "@/components/schema-form/fields/LabelRow";
import { LiteralsField } from "@/components/schema-form/fields/LiteralsField";
import { InputMappingsField, OutputMappingsField } from "@/components/schema-form/fields/standardMappings";
import { isObject } from "@/components/schema-form/path";
import type { StepInstance } from "@/lib/definition/types";

/** What goes into the step and what of its output goes into the context. */
export function MappingsTab({ step }: { step: StepInstance }) {
  const { t } = useTranslation("step");
  return (
    <Stack gap="lg">
      <InputMappingsField path={["inputMappings"]} description={t("mappings.inputHelp")} />
      <LiteralsField path={["literals"]} description={t("mappings.literalsHelp")} />
      {step.stepType !== "END_FLOW" && <OutputMappings stepId={step.stepInstanceId} />}
    </Stack>
  );
}

type Keep = "standard" | "nothing" | "chosen";

function OutputMappings({ stepId }: { stepId: string }) {
  const { t } = useTranslation("step");
  const field = useField(["outputMappings"]);
  const empty = isObject(field.value) && Object.keys(field.value).length === 0;
  const kept: Keep =
    field.value === undefined || field.value === null ? "standard" : empty ? "nothing" : "chosen";
  const standard = { [`$.steps_output.${stepId}`]: "$" };
  const choose = (next: string) => {
    if (next === "standard") field.set(undefined);
    else if (next === "nothing") field.set({});
    else field.set(standard);
  };
  return (
    <FieldBox id={field.id}>
      <LabelRow label={t("mappings.output")}>
        <SegmentedControl
          size="xs"
          aria-label={t("mappings.output")}
          value={kept}
          disabled={field.readOnly}
          data={(["standard", "chosen", "nothing"] as const).map((each) => ({
            value: each,
            label: t(`mappings.${each}`),
          }))}
          onChange={choose}
        />
      </LabelRow>
      {kept === "standard" && (
        <Text size="sm" c="dimmed">
          {t("mappings.standardHelp", { path: `$.steps_output.${stepId}` })}
        </Text>
      )}
      {kept === "nothing" && (
        <Text size="sm" c="dimmed">
          {t("mappings.nothingHelp")}
        </Text>
      )}
      {kept === "chosen" && (
        <OutputMappingsField path={["outputMappings"]} description={t("mappings.outputHelp")} />
      )}
    </FieldBox>
  );
}
