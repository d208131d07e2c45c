import { Box, Button, Group, Stack, TextInput } from "@mantine/core";
import { Plus, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useField } from "../binding";
import classes from "../form.module.css";
import { type FieldPath, isObject, type Json } from "../path";
import { RowButton } from "../RowButton";
import { FieldBox } from "./FieldBox";
import { JsonField } from "./JsonField";
import { FieldError, FieldHelp, LabelRow } from "./LabelRow";
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
    <FieldBox id={field.id}>
      {!hideLabel && <LabelRow label={label} required={field.required} />}
      <Stack gap="xs">
        {table.rows.map((row) => {
          const problem = table.problem(row);
          return (
            <Box key={row.id} className={classes.card} data-field={`${field.id}.${row.key}`}>
              <Group gap="xs" wrap="nowrap" align="flex-start" mb="xs">
                <TextInput
                  className={classes.grow}
                  aria-label={t("row.key", { label, key: keyLabel ?? t("row.name") })}
                  placeholder={keyLabel ?? t("row.name")}
                  value={row.key}
                  readOnly={field.readOnly}
                  error={problem === null ? undefined : t(`row.${problem}`)}
                  onChange={(event) => table.setKey(row.id, event.currentTarget.value)}
                />
                {!field.readOnly && (
                  <RowButton
                    label={t("row.remove", { key: row.key })}
                    icon={Trash2}
                    danger
                    onClick={() => table.remove(row.id)}
                  />
                )}
              </Group>
              {problem === null && item([...path, row.key])}
            </Box>
          );
        })}
        {!field.readOnly && (
          <Button
            variant="subtle"
            size="compact-sm"
            w="fit-content"
            leftSection={<Plus size={14} />}
            onClick={() => table.add(freeKey(table.rows, newKey), blank)}
          >
            {addLabel ?? t("add")}
          </Button>
        )}
      </Stack>
      <FieldError text={field.ownError} />
      {description !== undefined && <FieldHelp text={description} />}
    </FieldBox>
  );
}
