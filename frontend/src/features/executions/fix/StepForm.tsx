import { Box, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { contextQuery } from "@/api/executions/getContext";
import { AppLink } from "@/components/AppLink";
import { type ExpressionScope, ExpressionScopeContext } from "@/components/expression/scope";
import { type FormBinding, FormProvider } from "@/components/schema-form/binding";
import { ConditionField } from "@/components/schema-form/condition/ConditionField";
import { ContextMappingsField } from "@/components/schema-form/fields/ContextMappingsField";
import { TemplateField } from "@/components/schema-form/fields/expressions";
import { LiteralsField } from "@/components/schema-form/fields/LiteralsField";
import { InputMappingsField, OutputMappingsField } from "@/components/schema-form/fields/standardMappings";
import { isObject } from "@/components/schema-form/path";
import type { StepInstance } from "@/lib/definition/types";
import { writtenShape } from "@/lib/expressions/written";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { useStepTypes } from "@/lib/stepTypes";
import { PromptTextField } from "./PromptTextField";
import type { Fix } from "./useFix";

/** What of a step can be mended in place: its mappings, literals, conditions and prompt. */
export function StepForm({ fix, step }: { fix: Fix; step: StepInstance }) {
  const stepTypes = useStepTypes();
  const mayEdit = usePermission("edit");
  const schema = stepTypes.byStep(step)?.schema;
  const binding: FormBinding = {
    value: step,
    schema: isObject(schema) ? schema : {},
    readOnly: !mayEdit,
    set: fix.setField,
    issues: () => [],
  };
  const scope = useScope(fix, step);
  return (
    <FormProvider binding={binding}>
      <ExpressionScopeContext.Provider value={scope}>
        <Fields fix={fix} step={step} />
      </ExpressionScopeContext.Provider>
    </FormProvider>
  );
}

/** Expressions are tried on the context as the run's step found it. */
function useScope(fix: Fix, step: StepInstance): ExpressionScope {
  const { byStep } = useStepTypes();
  const seq = fix.chosen?.recorded ?? null;
  const { data: context } = useQuery({
    ...contextQuery(fix.id, { seq: seq ?? 1, side: "before" }, "fix"),
    enabled: seq !== null,
  });
  const { document } = fix;
  return useMemo(
    () => ({
      sample: context === undefined ? null : { context },
      shape: () => (document ? writtenShape(document, step.stepInstanceId, byStep) : undefined),
    }),
    [context, document, step.stepInstanceId, byStep],
  );
}

function Fields({ fix, step }: { fix: Fix; step: StepInstance }) {
  const { t } = useTranslation("fix");
  const ways = step.transitions ?? [];
  const isModel = typeof step.directPrompt === "string";
  const template = typeof step.promptTemplateId === "string" ? step.promptTemplateId : "";
  return (
    <Stack gap="lg" key={step.stepInstanceId}>
      {isModel && <TemplateField path={["directPrompt"]} label={t("field.prompt")} rows={4} />}
      {typeof step.systemPrompt === "string" && (
        <TemplateField path={["systemPrompt"]} label={t("field.systemPrompt")} rows={2} />
      )}
      {template && !template.includes("{{") && <PromptTextField fix={fix} step={step} promptId={template} />}
      {isObject(step.templateContextMappings) && <ContextMappingsField path={["templateContextMappings"]} />}
      <InputMappingsField
        path={["inputMappings"]}
        label={t("field.inputMappings")}
        empty={t("field.noInput")}
      />
      {isObject(step.literals) && Object.keys(step.literals).length > 0 && (
        <LiteralsField path={["literals"]} label={t("field.literals")} />
      )}
      {isObject(step.outputMappings) && (
        <OutputMappingsField path={["outputMappings"]} label={t("field.outputMappings")} />
      )}
      {ways.map((way, index) => {
        const key = `way${index}`;
        return (
          <ConditionField
            key={key}
            path={["transitions", index, "condition"]}
            label={t("field.condition", { number: index + 1, target: fix.nameOf(way.nextStepInstanceId) })}
          />
        );
      })}
      <Box>
        <Text fz="sm" c="dimmed" span>
          {t("rest")}{" "}
        </Text>
        {fix.run.execution && (
          <AppLink to={paths.flow(fix.run.execution.flowId)} fz="sm">
            {t("openEditor")}
          </AppLink>
        )}
      </Box>
    </Stack>
  );
}
