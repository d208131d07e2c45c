import { Box, Button, Stack, Text, TextInput } from "@mantine/core";
import { Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ExpressionInput } from "@/components/expression/ExpressionInput";
import { useField } from "../binding";
import classes from "../form.module.css";
import { isObject } from "../path";
import { RowButton } from "../RowButton";
import { readSchema } from "../schema";
import { FieldBox } from "./FieldBox";
import { JsonField } from "./JsonField";
import { FieldError, FieldHelp, LabelRow } from "./LabelRow";
import { useRecordRows } from "./rows";
import type { FieldProps } from "./types";
import { useFieldTexts } from "./useText";

type KeyValueProps = FieldProps & { keyLabel?: string; addLabel?: string; plain?: boolean };

/** Names with texts, one a row: query parameters, headers, search attributes. */
export function KeyValueField(props: KeyValueProps) {
  const field = useField(props.path);
  const ok = field.value === undefined || field.value === null || isObject(field.value);
  if (!ok || Object.values(field.value ?? {}).some((value) => typeof value !== "string"))
    return <JsonField path={props.path} label={props.label} description={props.description} />;
  return <KeyValueTable {...props} />;
}

function KeyValueTable({
  path,
  keyLabel,
  addLabel,
  plain = false,
  hideLabel = false,
  ...texts
}: KeyValueProps) {
  const { t } = useTranslation("form");
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  const table = useRecordRows(field.value, field.set);
  const values = readSchema(field.root, field.schema.additionalProperties).schema;
  const kind = plain
    ? "text"
    : values.format === "template" || values.format === "path"
      ? values.format
      : "text";
  return (
    <FieldBox id={field.id}>
      {!hideLabel && <LabelRow label={label} required={field.required} />}
      <Stack gap={6}>
        {table.rows.map((row) => {
          const problem = table.problem(row);
          return (
            <Box key={row.id} className={classes.row} data-field={`${field.id}.${row.key}`}>
              <TextInput
                className={classes.grow}
                aria-label={t("row.key", { label, key: keyLabel ?? t("row.name") })}
                placeholder={keyLabel ?? t("row.name")}
                value={row.key}
                readOnly={field.readOnly}
                error={problem === null ? undefined : t(`row.${problem}`)}
                onChange={(event) => table.setKey(row.id, event.currentTarget.value)}
              />
              <Box className={classes.grow} style={{ flexGrow: 2 }}>
                <ExpressionInput
                  kind={kind}
                  ariaLabel={t("row.valueOf", { key: row.key || t("row.new") })}
                  placeholder={t("row.value")}
                  value={typeof row.value === "string" ? row.value : ""}
                  readOnly={field.readOnly}
                  onChange={(text) => table.setValue(row.id, text)}
                />
              </Box>
              {!field.readOnly && (
                <RowButton
                  label={t("row.remove", { key: row.key || t("row.new") })}
                  icon={Trash2}
                  danger
                  onClick={() => table.remove(row.id)}
                />
              )}
            </Box>
          );
        })}
        {table.rows.length === 0 && field.readOnly && (
          <Text size="sm" c="dimmed">
            {t("none")}
          </Text>
        )}
        {!field.readOnly && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<Plus size={14} />}
            w="fit-content"
            onClick={() => table.add("", "")}
          >
            {addLabel ?? t("add")}
          </Button>
        )}
      </Stack>
      <FieldError text={field.error} />
      {description !== undefined && <FieldHelp text={description} />}
    </FieldBox>
  );
}
