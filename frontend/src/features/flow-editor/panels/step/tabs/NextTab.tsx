import { Box, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FormPart, useField } from "@/components/schema-form/binding";
import { ConditionField } from "@/components/schema-form/condition/ConditionField";
import { NumberField } from "@/components/schema-form/fields/basic";
import { ListField } from "@/components/schema-form/fields/ListField";
import { StepRefField } from "@/components/schema-form/fields/refs";
import { isObject, type Json } from "@/components/schema-form/path";
import { useFormScope } from "@/components/schema-form/scope";
import type { StepInstance, StepType } from "@/lib/definition/types";
import { Extras } from "../forms/Extras";
import { ownFields } from "../stepSchema";

const WAY = ["condition", "nextStepInstanceId", "maxTransitions"];

/** Where the run goes on: conditions in order, else the default; after a time-out; the branches of a fork. */
export function NextTab({ step, type }: { step: StepInstance; type: StepType | undefined }) {
  const { t } = useTranslation("step");
  const { steps } = useFormScope();
  const hasTimeout =
    ownFields(type).includes("onTimeoutStepInstanceId") || step.onTimeoutStepInstanceId !== undefined;
  const titleOf = (way: Json, index: number) => {
    const target = isObject(way)
      ? steps.find((each) => each.id === way.nextStepInstanceId)?.label
      : undefined;
    return t("next.way", { number: index + 1, target: target ?? "…" });
  };
  if (step.stepType === "END_FLOW" && !step.transitions?.length && !step.defaultNextStepInstanceId)
    return (
      <Text size="sm" c="dimmed">
        {t("next.end")}
      </Text>
    );
  return (
    <Stack gap="lg">
      <ListField
        path={["transitions"]}
        label={t("next.conditions")}
        description={t("next.conditionsHelp")}
        addLabel={t("next.add")}
        itemTitle={titleOf}
        blank={() => ({ condition: "", nextStepInstanceId: "" })}
        item={(path) => (
          <FormPart path={path}>
            <Stack gap="sm">
              <ConditionField path={["condition"]} label={t("next.when")} />
              <WayTarget target={["nextStepInstanceId"]} limit={["maxTransitions"]} label={t("next.goTo")} />
              <Extras path={[]} known={WAY} />
            </Stack>
          </FormPart>
        )}
      />
      <WayTarget
        target={["defaultNextStepInstanceId"]}
        limit={["defaultNextMaxTransitions"]}
        label={t("next.else")}
        noStep
      />
      {hasTimeout && <StepRefField path={["onTimeoutStepInstanceId"]} noStep />}
      {step.stepType === "PARALLEL_FORK_MANAGER" && <Branches />}
      {step.disabled && (
        <Text size="sm" c="dimmed">
          {t("next.disabled")}
        </Text>
      )}
    </Stack>
  );
}

interface WayTargetProps {
  target: string[];
  limit: string[];
  label: string;
  noStep?: boolean;
}

function WayTarget({ target, limit, label, noStep = false }: WayTargetProps) {
  const { t } = useTranslation("step");
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <Box flex={1} miw={0}>
        <StepRefField
          path={target}
          label={label}
          noStep={noStep}
          placeholder={noStep ? t("next.pathEnds") : t("next.choose")}
        />
      </Box>
      <Box w={120}>
        <NumberField path={limit} label={t("next.most")} />
      </Box>
    </Group>
  );
}

function Branches() {
  const { t } = useTranslation("step");
  const branches = useField(["parallelBranches"]).value;
  if (!Array.isArray(branches)) return null;
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        {t("next.branches")}
      </Text>
      {branches.map((branch: Json, index) => {
        const key = `branch.${index}`;
        const id =
          isObject(branch) && typeof branch.branchId === "string" ? branch.branchId : String(index + 1);
        return (
          <StepRefField
            key={key}
            path={["parallelBranches", index, "stepInstanceId"]}
            label={t("next.branch", { id })}
          />
        );
      })}
    </Stack>
  );
}
