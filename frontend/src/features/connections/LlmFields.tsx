import { Select, TagsInput, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { ConnectionFields } from "./fields";

const PROVIDERS = ["OPENAI"];

/** Provider, address and models of a language model. */
export function LlmFields({ form }: { form: UseFormReturnType<ConnectionFields> }) {
  const { t } = useTranslation("connections");
  return (
    <>
      <Select
        label={t("connection.provider")}
        description={t("connection.providerHelp")}
        data={PROVIDERS}
        allowDeselect={false}
        {...form.getInputProps("provider")}
      />
      <TextInput
        label={t("connection.llmUrl")}
        description={t("connection.llmUrlHelp")}
        placeholder="https://models.example.com/v1"
        inputMode="url"
        {...form.getInputProps("baseUrl")}
      />
      <TagsInput
        label={t("connection.models")}
        description={t("connection.modelsHelp")}
        {...form.getInputProps("models")}
      />
    </>
  );
}
