import { Button, Group, SegmentedControl, Stack } from "@mantine/core";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useField } from "../binding";
import { FieldBox } from "../fields/FieldBox";
import { JsonField, JsonText } from "../fields/JsonField";
import { FieldError, FieldHelp, LabelRow } from "../fields/LabelRow";
import type { FieldProps } from "../fields/types";
import { useFieldTexts } from "../fields/useText";
import { isObject, type Json } from "../path";
import type { JsonSchema } from "../schema";
import { JsonSchemaEditor } from "./JsonSchemaEditor";

/** A JSON Schema as a table of properties or as JSON. */
export function JsonSchemaField({ path, ...texts }: FieldProps) {
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  if (field.value !== undefined && field.value !== null && !isObject(field.value))
    return <JsonField path={path} {...texts} />;
  return (
    <FieldBox id={field.id}>
      <SchemaInput
        label={label}
        readOnly={field.readOnly}
        value={field.value ?? undefined}
        onChange={field.set}
      />
      <FieldError text={field.error} />
      {description !== undefined && <FieldHelp text={description} />}
    </FieldBox>
  );
}

interface SchemaInputProps {
  label: string;
  readOnly: boolean;
  value: JsonSchema | undefined;
  onChange: (value: JsonSchema | undefined) => void;
}

/** Both views of a schema. Without one, a button begins it. */
export function SchemaInput({ label, readOnly, value, onChange }: SchemaInputProps) {
  const { t } = useTranslation("form");
  const [view, setView] = useState<"table" | "json">(() =>
    value === undefined || isTable(value) ? "table" : "json",
  );
  if (value === undefined)
    return (
      <Group justify="space-between">
        <LabelRow label={label} />
        {!readOnly && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<Plus size={14} />}
            onClick={() => onChange({ type: "object", properties: {} })}
          >
            {t("schema.define", { label })}
          </Button>
        )}
      </Group>
    );
  return (
    <Stack gap={6}>
      <LabelRow label={label}>
        <Group gap={6} wrap="nowrap">
          <SegmentedControl
            size="xs"
            aria-label={t("schema.view", { label })}
            value={view}
            data={[
              { value: "table", label: t("schema.table"), disabled: !isTable(value) },
              { value: "json", label: "JSON" },
            ]}
            onChange={(next) => setView(next === "json" ? "json" : "table")}
          />
          {!readOnly && (
            <Button
              variant="subtle"
              color="red"
              size="compact-xs"
              leftSection={<Trash2 size={13} />}
              onClick={() => onChange(undefined)}
            >
              {t("schema.remove")}
            </Button>
          )}
        </Group>
      </LabelRow>
      {view === "table" && isTable(value) ? (
        <JsonSchemaEditor schema={value} onChange={onChange} readOnly={readOnly} label={label} />
      ) : (
        <JsonText
          ariaLabel={label}
          value={value}
          readOnly={readOnly}
          onChange={(next: Json) => (next === undefined || isObject(next)) && onChange(next)}
        />
      )}
    </Stack>
  );
}

/** Whether the table can show this schema: an object with properties. */
export function isTable(schema: JsonSchema): boolean {
  return (
    (schema.type === "object" || schema.type === undefined) &&
    !("$ref" in schema) &&
    !("anyOf" in schema) &&
    !("oneOf" in schema) &&
    !("allOf" in schema)
  );
}
