import { SegmentedControl, SimpleGrid, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useForm } from "@/components/schema-form/binding";
import { AutoField } from "@/components/schema-form/fields/AutoField";
import { NumberField, SliderField } from "@/components/schema-form/fields/basic";
import { ContextMappingsField } from "@/components/schema-form/fields/ContextMappingsField";
import { TemplateField } from "@/components/schema-form/fields/expressions";
import { LabelRow } from "@/components/schema-form/fields/LabelRow";
import { ConnectionRefField } from "@/components/schema-form/fields/refs";
import { SuggestField } from "@/components/schema-form/fields/SuggestField";
import { getIn } from "@/components/schema-form/path";
import { Extras } from "./Extras";
import { FallbacksField, ToolsField } from "./LlmLists";
import { PromptPicker } from "./PromptPicker";
import { MODELS, PROVIDERS } from "./providers";
import { Section } from "./Section";
import { useVariant } from "./useVariant";

export const LLM_FIELDS = [
  "llmProvider",
  "modelId",
  "fallbacks",
  "promptTemplateId",
  "promptVersion",
  "directPrompt",
  "systemPrompt",
  "templateContextMappings",
  "inferenceParameters",
  "outputSchema",
  "tools",
  "toolChoice",
  "connectionId",
  "customConfig",
  "securityValidatorConfig",
];

const PARAMETERS = ["temperature", "maxOutputTokens", "topP", "topK", "seed"];
const CHECKS = ["forbiddenStrings", "forbiddenPatterns", "piiTypes", "leakCheck"];

/** A language model: which one, what it is asked, what the answer must look like. */
export function LlmForm() {
  const { t } = useTranslation("step");
  const { value } = useForm();
  const has = (...path: string[]) => getIn(value, path) !== undefined;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <SuggestField path={["llmProvider"]} suggestions={PROVIDERS} />
        <SuggestField path={["modelId"]} suggestions={MODELS} />
      </SimpleGrid>
      <ConnectionRefField path={["connectionId"]} kind="LLM" />
      <Prompt />
      <TemplateField path={["systemPrompt"]} rows={2} />
      <Section title={t("llm.variables")} open={has("templateContextMappings")}>
        <ContextMappingsField path={["templateContextMappings"]} hideLabel />
      </Section>
      <Section title={t("llm.answer")} open={has("customConfig", "jsonOutputMode") || has("outputSchema")}>
        <AutoField path={["customConfig", "jsonOutputMode"]} />
        <AutoField path={["outputSchema"]} />
      </Section>
      <Section title={t("llm.parameters")} open={has("inferenceParameters")}>
        <SliderField path={["inferenceParameters", "temperature"]} min={0} max={2} step={0.1} />
        <SliderField path={["inferenceParameters", "topP"]} min={0} max={1} step={0.05} />
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          <NumberField path={["inferenceParameters", "maxOutputTokens"]} />
          <NumberField path={["inferenceParameters", "topK"]} />
          <NumberField path={["inferenceParameters", "seed"]} />
        </SimpleGrid>
        <Extras path={["inferenceParameters"]} known={PARAMETERS} />
      </Section>
      <Section title={t("llm.tools")} open={has("tools") || has("toolChoice")}>
        <ToolsField />
      </Section>
      <Section title={t("llm.fallbacks")} open={has("fallbacks")}>
        <FallbacksField />
      </Section>
      <Section title={t("llm.checks")} open={has("securityValidatorConfig")}>
        {CHECKS.map((name) => (
          <AutoField key={name} path={["securityValidatorConfig", name]} />
        ))}
        <Extras path={["securityValidatorConfig"]} known={CHECKS} />
      </Section>
      <Section
        title={t("llm.server")}
        open={
          has("customConfig", "baseUrl") || has("customConfig", "apiKey") || has("customConfig", "timeoutMs")
        }
      >
        <AutoField path={["customConfig", "baseUrl"]} />
        <AutoField path={["customConfig", "apiKey"]} />
        <AutoField path={["customConfig", "timeoutMs"]} />
        <Extras path={["customConfig"]} known={["jsonOutputMode", "baseUrl", "apiKey", "timeoutMs"]} />
      </Section>
    </Stack>
  );
}

function Prompt() {
  const { t } = useTranslation("step");
  const { readOnly, value } = useForm();
  const { current, choose } = useVariant({ directPrompt: "", promptTemplateId: "" }, "directPrompt");
  const version = getIn(value, ["promptVersion"]);
  return (
    <Stack gap={4}>
      <LabelRow label={t("llm.prompt")} required>
        <SegmentedControl
          size="xs"
          aria-label={t("llm.promptKind")}
          value={current}
          disabled={readOnly}
          data={[
            { value: "directPrompt", label: t("llm.here") },
            { value: "promptTemplateId", label: t("llm.template") },
          ]}
          onChange={(next) => choose(next as typeof current)}
        />
      </LabelRow>
      {current === "directPrompt" && <TemplateField path={["directPrompt"]} rows={5} hideLabel />}
      {current === "promptTemplateId" && <PromptPicker />}
      {current === "directPrompt" && version !== undefined && <NumberField path={["promptVersion"]} />}
    </Stack>
  );
}
