import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { DurationField } from "@/components/schema-form/fields/DurationField";
import type { StepInstance } from "@/lib/definition/types";
import { OnErrorForm } from "../OnErrorForm";

/** What follows a failure, and how long an attempt may take. */
export function ErrorsTab({ step }: { step: StepInstance }) {
  const { t } = useTranslation("step");
  return (
    <Stack gap="lg">
      <OnErrorForm contentErrors={step.stepType === "LLM_INVOCATION"} />
      <DurationField path={["timeoutSeconds"]} description={t("errors.timeoutHelp")} />
    </Stack>
  );
}
