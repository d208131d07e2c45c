import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import "../step/texts";
import "./texts";
import { FormPart, FormProvider, useForm } from "@/components/schema-form/binding";
import { AutoField } from "@/components/schema-form/fields/AutoField";
import { NumberField, SliderField } from "@/components/schema-form/fields/basic";
import { DurationField } from "@/components/schema-form/fields/DurationField";
import { PathField } from "@/components/schema-form/fields/expressions";
import { KeyValueField } from "@/components/schema-form/fields/KeyValueField";
import { ListField } from "@/components/schema-form/fields/ListField";
import { LiteralsField } from "@/components/schema-form/fields/LiteralsField";
import { MappingsField } from "@/components/schema-form/fields/MappingsField";
import { getIn } from "@/components/schema-form/path";
import { FormScopeContext } from "@/components/schema-form/scope";
import { Extras } from "../step/forms/Extras";
import { Section } from "../step/forms/Section";
import { OnErrorForm } from "../step/OnErrorForm";
import { useStepScope } from "../step/useStepScope";
import { CompletionActions } from "./CompletionActions";
import { useFlowForm } from "./useFlowForm";

/** The settings of the whole flow: variables, input and output, limits, search, actions at the end, defaults. */
export function FlowSettingsPanel() {
  const binding = useFlowForm();
  const scope = useStepScope();
  return (
    <FormProvider binding={binding}>
      <FormScopeContext.Provider value={scope}>
        <FlowSettings />
      </FormScopeContext.Provider>
    </FormProvider>
  );
}

function FlowSettings() {
  const { t } = useTranslation("flow-settings");
  const { value } = useForm();
  const has = (name: string) => {
    const found = getIn(value, [name]);
    return typeof found === "object" && found !== null && Object.keys(found).length > 0;
  };
  return (
    <Stack gap={0}>
      <Section title={t("variables")} open>
        <LiteralsField hideLabel path={["flowVariables"]} plain empty={t("noVariables")} />
      </Section>
      <Section title={t("io")} open>
        <AutoField path={["inputSchema"]} />
        <AutoField path={["outputSchema"]} />
        <MappingsField
          path={["output"]}
          targetLabel={t("outputTarget")}
          targetPlaceholder="total"
          sourceLabel={t("outputSource")}
          sourcePlaceholder="$.steps_output.sum.result"
          addLabel={t("addOutput")}
          empty={t("noOutput")}
        />
      </Section>
      <Section title={t("limits")} open>
        <DurationField path={["timeoutSeconds"]} label={t("timeout")} />
        <NumberField path={["maxConcurrentExecutions"]} />
      </Section>
      <Section title={t("search")} open={has("searchAttributes") || has("redactPaths")}>
        <KeyValueField path={["searchAttributes"]} addLabel={t("addAttribute")} />
        <ListField
          path={["redactPaths"]}
          addLabel={t("addPath")}
          blank={() => "$."}
          item={(path) => <PathField path={path} hideLabel />}
        />
      </Section>
      <Section title={t("actions")} open={has("onCompletionActions")}>
        <CompletionActions />
      </Section>
      <Section title={t("defaults")} open={has("defaultStepConfig")}>
        <FormPart path={["defaultStepConfig"]}>
          <StepDefaults />
        </FormPart>
      </Section>
    </Stack>
  );
}

function StepDefaults() {
  const { t } = useTranslation("flow-settings");
  return (
    <>
      <Text size="sm" c="dimmed">
        {t("defaultsHelp")}
      </Text>
      <OnErrorForm contentErrors={false} />
      <DurationField path={["timeoutSeconds"]} label={t("stepTimeout")} />
      <SliderField path={["inferenceParameters", "temperature"]} min={0} max={2} step={0.1} />
      <NumberField path={["inferenceParameters", "maxOutputTokens"]} />
      <SliderField path={["inferenceParameters", "topP"]} min={0} max={1} step={0.05} />
      <NumberField path={["inferenceParameters", "topK"]} />
      <NumberField path={["inferenceParameters", "seed"]} />
      <Extras
        path={["inferenceParameters"]}
        known={["temperature", "maxOutputTokens", "topP", "topK", "seed"]}
      />
      <Extras path={[]} known={["onError", "timeoutSeconds", "inferenceParameters"]} />
    </>
  );
}
