import { Box, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ExpressionInput } from "@/components/expression/ExpressionInput";
import { AddButton } from "../AddButton";
import { useField } from "../binding";
import classes from "../form.module.css";
import { isObject } from "../path";
import { readSchema } from "../schema";
import { FieldFrame } from "./FieldFrame";
import { JsonField } from "./JsonField";
import { KeyInput, RemoveRow } from "./RecordParts";
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
    <FieldFrame field={field} label={label} description={description} hideLabel={hideLabel} marked>
      <Stack gap={6}>
        {table.rows.map((row) => (
          <Box key={row.id} className={classes.row} data-field={`${field.id}.${row.key}`}>
            <KeyInput
              table={table}
              row={row}
              ariaLabel={t("row.key", { label, key: keyLabel ?? t("row.name") })}
              placeholder={keyLabel ?? t("row.name")}
              readOnly={field.readOnly}
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
            {!field.readOnly && <RemoveRow table={table} row={row} />}
          </Box>
        ))}
        {table.rows.length === 0 && field.readOnly && (
          <Text size="sm" c="dimmed">
            {t("none")}
          </Text>
        )}
        {!field.readOnly && <AddButton label={addLabel ?? t("add")} onClick={() => table.add("", "")} />}
      </Stack>
    </FieldFrame>
  );
}
