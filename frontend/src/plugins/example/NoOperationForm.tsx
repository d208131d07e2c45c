import { Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { StepFormProps } from "@/plugins/types";

/** The form of a step that does nothing: only what the place stands for. */
export function NoOperationForm({ step, readOnly, update }: StepFormProps) {
  const { t } = useTranslation("example");
  return (
    <Textarea
      label={t("note")}
      description={t("noteHint")}
      value={step.description ?? ""}
      onChange={(event) => update({ description: event.currentTarget.value || undefined }, t("note"))}
      readOnly={readOnly}
      autosize
      minRows={3}
    />
  );
}
