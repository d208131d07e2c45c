import { Box, Button, Group, Stack, Switch, Text, Tooltip } from "@mantine/core";
import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ExpressionInput } from "@/components/expression/ExpressionInput";
import { usePathDrop } from "@/components/expression/usePathDrop";
import { AddButton } from "../AddButton";
import { useField } from "../binding";
import { lastKey } from "../drop";
import classes from "../form.module.css";
import { isObject } from "../path";
import { FieldFrame } from "./FieldFrame";
import { JsonField } from "./JsonField";
import { sourceOf, withPath, writtenSource } from "./mappingRows";
import { KeyInput, RemoveRow } from "./RecordParts";
import { freeKey, type RecordRow, type RecordRows, useRecordRows } from "./rows";
import type { FieldProps } from "./types";
import { useFieldTexts } from "./useText";

interface MappingsFieldProps extends FieldProps {
  /** What the left side is: "Target in the input", "Target in the context". */
  targetLabel: string;
  targetPlaceholder: string;
  sourceLabel: string;
  sourcePlaceholder: string;
  addLabel: string;
  /** What an empty table says. */
  empty: string;
  /** Targets that make sense: the child's input fields. */
  suggestions?: readonly string[];
  /** The sources are not on the context: no sample is tried. */
  blind?: boolean;
  /** An empty table stays in the document as `{}`. */
  keepEmpty?: boolean;
}

/** Rows of target and source path. A path that is dropped on a row becomes its source, beside the rows a new row. */
export function MappingsField(props: MappingsFieldProps) {
  const field = useField(props.path);
  const { value } = field;
  const readable =
    value === undefined ||
    value === null ||
    (isObject(value) && Object.values(value).every((source) => sourceOf(source) !== null));
  return readable ? (
    <MappingsTable {...props} />
  ) : (
    <JsonField path={props.path} label={props.label} description={props.description} />
  );
}

function MappingsTable(props: MappingsFieldProps) {
  const { t } = useTranslation("form");
  const { path, keepEmpty = false, suggestions = [], hideLabel = false, ...texts } = props;
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  const table = useRecordRows(field.value, (next) => field.set(next ?? (keepEmpty ? {} : undefined)));
  const addDropped = (source: string) => table.add(freeKey(table.rows, lastKey(source)), source);
  const { over, handlers } = usePathDrop(addDropped, !field.readOnly);
  const free = suggestions.filter((name) => !table.rows.some((row) => row.key === name));
  return (
    <FieldFrame field={field} label={label} description={description} hideLabel={hideLabel}>
      <Stack gap={6} p={4} mx={-4} className={classes.dropZone} data-over={over || undefined} {...handlers}>
        {table.rows.length > 0 && (
          <div className={classes.heads} aria-hidden>
            <span className={classes.grow}>{props.targetLabel}</span>
            <span style={{ width: 16 }} />
            <span className={classes.grow} style={{ flexGrow: 1.6 }}>
              {props.sourceLabel}
            </span>
            <span style={{ width: field.readOnly ? 48 : 86 }}>{t("mapping.requiredHead")}</span>
          </div>
        )}
        {table.rows.map((row) => (
          <MappingRow
            key={row.id}
            row={row}
            table={table}
            props={props}
            readOnly={field.readOnly}
            fieldId={field.id}
          />
        ))}
        {table.rows.length === 0 && (
          <Text size="sm" c="dimmed" className={classes.dashed}>
            {props.empty}
          </Text>
        )}
        {!field.readOnly && (
          <Group gap={4}>
            <AddButton label={props.addLabel} onClick={() => table.add("", "")} />
            {free.slice(0, 12).map((name) => (
              <Button
                key={name}
                variant="default"
                size="compact-xs"
                onClick={() => table.add(name, "")}
                aria-label={t("mapping.addNamed", { name })}
              >
                + {name}
              </Button>
            ))}
          </Group>
        )}
      </Stack>
    </FieldFrame>
  );
}

interface MappingRowProps {
  row: RecordRow;
  table: RecordRows;
  props: MappingsFieldProps;
  readOnly: boolean;
  fieldId: string;
}

function MappingRow({ row, table, props, readOnly, fieldId }: MappingRowProps) {
  const { t } = useTranslation("form");
  const source = sourceOf(row.value) ?? { path: "", required: false };
  const { over, handlers } = usePathDrop(
    (path) => table.setValue(row.id, withPath(row.value, path)),
    !readOnly,
  );
  return (
    <Box
      className={`${classes.row} ${classes.dropZone}`}
      data-field={`${fieldId}.${row.key}`}
      data-over={over || undefined}
      {...handlers}
    >
      <KeyInput
        table={table}
        row={row}
        ariaLabel={props.targetLabel}
        placeholder={props.targetPlaceholder}
        readOnly={readOnly}
        mono
      />
      <ArrowLeft size={16} aria-hidden className={classes.arrow} style={{ height: 24 }} />
      <Box className={classes.grow} style={{ flexGrow: 1.6 }}>
        <ExpressionInput
          kind="path"
          {...(props.blind && { quiet: true, sample: null })}
          ariaLabel={t("mapping.sourceOf", { label: props.sourceLabel, key: row.key || t("row.new") })}
          placeholder={props.sourcePlaceholder}
          value={source.path}
          readOnly={readOnly}
          onChange={(path) => table.setValue(row.id, withPath(row.value, path))}
        />
      </Box>
      <Tooltip label={t("mapping.requiredHelp")} multiline w={240} openDelay={400}>
        <Switch
          size="xs"
          mt={9}
          aria-label={t("mapping.required", { key: row.key || t("row.new") })}
          checked={source.required}
          disabled={readOnly}
          onChange={(event) =>
            table.setValue(row.id, writtenSource({ ...source, required: event.currentTarget.checked }))
          }
        />
      </Tooltip>
      {!readOnly && <RemoveRow table={table} row={row} />}
    </Box>
  );
}
