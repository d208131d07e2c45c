import { Group, Select, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { AUTHS, type ConnectionFields } from "./fields";

/** Address and authentication of an HTTP service. */
export function HttpFields({ form }: { form: UseFormReturnType<ConnectionFields> }) {
  const { t } = useTranslation("connections");
  const auth = form.values.auth;
  return (
    <>
      <TextInput
        label={t("connection.baseUrl")}
        description={t("connection.baseUrlHelp")}
        placeholder="https://api.example.com"
        inputMode="url"
        {...form.getInputProps("baseUrl")}
      />
      <TextInput
        label={t("connection.testPath")}
        description={t("connection.testPathHelp")}
        placeholder="/health"
        {...form.getInputProps("testPath")}
      />
      <Select
        label={t("connection.auth")}
        data={Object.keys(AUTHS).map((kind) => ({ value: kind, label: t(`connection.auths.${kind}`) }))}
        allowDeselect={false}
        {...form.getInputProps("auth")}
      />
      {auth === "apiKey" && (
        <Group grow align="flex-start">
          <Select
            label={t("connection.place")}
            data={["header", "query"].map((place) => ({
              value: place,
              label: t(`connection.places.${place}`),
            }))}
            allowDeselect={false}
            {...form.getInputProps("place")}
          />
          <TextInput label={t("connection.keyName")} required {...form.getInputProps("keyName")} />
          <TextInput
            label={t("connection.keyPrefix")}
            placeholder="Token "
            {...form.getInputProps("keyPrefix")}
          />
        </Group>
      )}
      {auth === "oauth2" && (
        <>
          <TextInput
            label={t("connection.tokenUrl")}
            required
            inputMode="url"
            {...form.getInputProps("tokenUrl")}
          />
          <Group grow align="flex-start">
            <TextInput label={t("connection.scope")} {...form.getInputProps("scope")} />
            <TextInput label={t("connection.audience")} {...form.getInputProps("audience")} />
          </Group>
        </>
      )}
    </>
  );
}
