import { Box, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AddButton } from "../AddButton";
import { useField } from "../binding";
import classes from "../form.module.css";
import { type FieldPath, isObject, type Json } from "../path";
import { FieldFrame } from "./FieldFrame";
import { JsonField } from "./JsonField";
import { KeyInput, RemoveRow } from "./RecordParts";
import { freeKey, useRecordRows } from "./rows";
import type { FieldProps } from "./types";
import { useFieldTexts } from "./useText";

interface RecordFieldProps extends FieldProps {
  /** Draws the value of one key. */
  item: (path: FieldPath) => ReactNode;
  blank: Json;
  keyLabel?: string;
  addLabel?: string;
  newKey?: string;
}

/** An object whose keys a person names, each with a small form. */
export function RecordField(props: RecordFieldProps) {
  const field = useField(props.path);
  if (field.value !== undefined && field.value !== null && !isObject(field.value))
    return <JsonField path={props.path} label={props.label} description={props.description} />;
  return <RecordCards {...props} />;
}

function RecordCards({
  path,
  item,
  blank,
  keyLabel,
  addLabel,
  newKey = "name",
  hideLabel = false,
  ...texts
}: RecordFieldProps) {
  const { t } = useTranslation("form");
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  const table = useRecordRows(field.value, field.set);
  return (
    <FieldFrame field={field} label={label} description={description} hideLabel={hideLabel} marked ownError>
      <Stack gap="xs">
        {table.rows.map((row) => {
          const problem = table.problem(row);
          return (
            <Box key={row.id} className={classes.card} data-field={`${field.id}.${row.key}`}>
              <Group gap="xs" wrap="nowrap" align="flex-start" mb="xs">
                <KeyInput
                  table={table}
                  row={row}
                  ariaLabel={t("row.key", { label, key: keyLabel ?? t("row.name") })}
                  placeholder={keyLabel ?? t("row.name")}
                  readOnly={field.readOnly}
                />
                {!field.readOnly && <RemoveRow table={table} row={row} />}
              </Group>
              {problem === null && item([...path, row.key])}
            </Box>
          );
        })}
        {!field.readOnly && (
          <AddButton
            label={addLabel ?? t("add")}
            onClick={() => table.add(freeKey(table.rows, newKey), blank)}
          />
        )}
      </Stack>
    </FieldFrame>
  );
}
