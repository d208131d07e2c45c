import { SimpleGrid, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FormPart, useField } from "../binding";
import type { FieldPath } from "../path";
import { EnumField, StringListField, TextField } from "./basic";
import { PathField, TemplateField } from "./expressions";
import { RecordField } from "./RecordField";
import type { FieldProps } from "./types";

/** Values of the context by name, chosen and formatted: template variables, body fields. */
export function ContextMappingsField({ keyLabel, ...props }: FieldProps & { keyLabel?: string }) {
  const { t } = useTranslation("form");
  return (
    <RecordField
      {...props}
      keyLabel={keyLabel ?? t("mapping.variable")}
      addLabel={t("mapping.addVariable")}
      newKey="value"
      blank={{ sourceJsonPath: "" }}
      item={(path) => (
        <FormPart path={path}>
          <ContextMappingForm />
        </FormPart>
      )}
    />
  );
}

const FORMAT: FieldPath = ["formatAs"];

function ContextMappingForm() {
  const format = useField(FORMAT).value;
  const template = useField(["itemTemplate"]).value;
  const separator = useField(["joinSeparator"]).value;
  const custom = format === "CUSTOM_STRING" || template !== undefined;
  return (
    <Stack gap="xs">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
        <PathField path={["sourceJsonPath"]} placeholder="$.order.items" />
        <EnumField path={FORMAT} />
      </SimpleGrid>
      <StringListField path={["selectFields"]} />
      {custom && <TemplateField path={["itemTemplate"]} rows={2} blind />}
      {(custom || separator !== undefined) && <TextField path={["joinSeparator"]} />}
    </Stack>
  );
}
