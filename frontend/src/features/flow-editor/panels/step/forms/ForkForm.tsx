import { SimpleGrid, Stack } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import {
  type ExpressionScope,
  ExpressionScopeContext,
  useExpressionScope,
} from "@/components/expression/scope";
import { FormPart, useForm } from "@/components/schema-form/binding";
import { ConditionField } from "@/components/schema-form/condition/ConditionField";
import { EnumField, NumberField, SwitchField, TextField } from "@/components/schema-form/fields/basic";
import { PathField } from "@/components/schema-form/fields/expressions";
import { ListField } from "@/components/schema-form/fields/ListField";
import { LiteralsField } from "@/components/schema-form/fields/LiteralsField";
import { StepRefField } from "@/components/schema-form/fields/refs";
import { InputMappingsField } from "@/components/schema-form/fields/standardMappings";
import { getIn, isObject, type Json } from "@/components/schema-form/path";
import { useFormScope } from "@/components/schema-form/scope";
import { useEvaluation } from "@/lib/expressions/useEvaluation";
import { Extras } from "./Extras";
import { Section } from "./Section";

export const FORK_FIELDS = ["itemsPath", "parallelBranches", "aggregationConfig"];
const BRANCH = ["branchId", "stepInstanceId", "condition", "inputMappings", "literals"];
const RESULTS = ["strategy", "dataPath", "failOnBranchError", "toleratedFailurePercentage", "maxConcurrency"];

/** A fork: the items, the branches they can go, and what becomes of the results. */
export function ForkForm() {
  const { t } = useTranslation("step");
  const { steps } = useFormScope();
  const { value } = useForm();
  const fails = getIn(value, ["aggregationConfig", "failOnBranchError"]) !== false;
  const tolerated = getIn(value, ["aggregationConfig", "toleratedFailurePercentage"]) !== undefined;
  const nameOf = (branch: Json, index: number) => {
    const id = isObject(branch) ? branch.branchId : undefined;
    const target = isObject(branch)
      ? steps.find((step) => step.id === branch.stepInstanceId)?.label
      : undefined;
    return [`${index + 1}. ${typeof id === "string" && id !== "" ? id : t("fork.branch")}`, target]
      .filter(Boolean)
      .join(" → ");
  };
  const branchScope = useBranchScope(String(getIn(value, ["itemsPath"]) ?? ""));
  return (
    <Stack gap="md">
      <PathField path={["itemsPath"]} placeholder="$.order.items" />
      <ListField
        path={["parallelBranches"]}
        keepEmpty
        addLabel={t("fork.add")}
        description={t("fork.help")}
        itemTitle={nameOf}
        blank={(list) => ({ branchId: freeBranch(list), stepInstanceId: "" })}
        item={(path) => (
          <FormPart path={path}>
            <ExpressionScopeContext.Provider value={branchScope}>
              <BranchForm />
            </ExpressionScopeContext.Provider>
          </FormPart>
        )}
      />
      <Section title={t("fork.results")} open>
        <EnumField path={["aggregationConfig", "strategy"]} />
        <PathField path={["aggregationConfig", "dataPath"]} blind placeholder="$.output" />
        <SwitchField path={["aggregationConfig", "failOnBranchError"]} />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {(!fails || tolerated) && (
            <NumberField path={["aggregationConfig", "toleratedFailurePercentage"]} />
          )}
          <NumberField path={["aggregationConfig", "maxConcurrency"]} />
        </SimpleGrid>
        <Extras path={["aggregationConfig"]} known={RESULTS} />
      </Section>
    </Stack>
  );
}

function BranchForm() {
  const { t } = useTranslation("step");
  const { value } = useForm();
  const has = (key: string) => getIn(value, [key]) !== undefined;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
        <TextField path={["branchId"]} />
        <StepRefField path={["stepInstanceId"]} />
      </SimpleGrid>
      <ConditionField path={["condition"]} label={t("fork.when")} description={t("fork.whenHelp")} />
      <Section title={t("fork.mappings")} open={has("inputMappings") || has("literals")}>
        <InputMappingsField path={["inputMappings"]} description={t("fork.mappingsHelp")} />
        <LiteralsField path={["literals"]} />
      </Section>
      <Extras path={[]} known={BRANCH} />
    </Stack>
  );
}

/** What a branch sees: the context with the first item of the list. */
function useBranchScope(itemsPath: string): ExpressionScope {
  const around = useExpressionScope(undefined);
  const items = useEvaluation(itemsPath === "" ? null : "path", itemsPath, around.sample);
  const list = items?.outcome === "value" && Array.isArray(items.value) ? items.value : null;
  return useMemo(() => {
    const context = around.sample?.context;
    if (!isObject(context) || !list || list.length === 0) return { ...around, sample: null };
    return { ...around, sample: { context: { ...context, currentItem: list[0], currentIndex: 0 } } };
  }, [around, list]);
}

function freeBranch(list: readonly Json[]): string {
  const taken = new Set(list.map((branch) => (isObject(branch) ? branch.branchId : undefined)));
  let number = list.length + 1;
  while (taken.has(`branch_${number}`)) number += 1;
  return `branch_${number}`;
}
