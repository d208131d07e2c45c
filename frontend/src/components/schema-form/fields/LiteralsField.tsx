import { Box, Select, Stack, Switch, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ExpressionInput } from "@/components/expression/ExpressionInput";
import { usePathDrop } from "@/components/expression/usePathDrop";
import { AddButton } from "../AddButton";
import { useField } from "../binding";
import { lastKey, pathInTemplate } from "../drop";
import classes from "../form.module.css";
import { isObject, type Json } from "../path";
import { FieldFrame } from "./FieldFrame";
import { JsonField, JsonText } from "./JsonField";
import { convertLiteral, LITERAL_KINDS, type LiteralKind, literalKind } from "./literals";
import { KeyInput, RemoveRow } from "./RecordParts";
import { freeKey, useRecordRows } from "./rows";
import type { FieldProps } from "./types";
import { useFieldTexts } from "./useText";

interface LiteralsFieldProps extends FieldProps {
  keyPlaceholder?: string;
  empty?: string;
  /** Strings are constants, not templates. */
  plain?: boolean;
}

/** Names with typed values: text (a template), number, yes/no, JSON, null. */
export function LiteralsField(props: LiteralsFieldProps) {
  const field = useField(props.path);
  return field.value === undefined || field.value === null || isObject(field.value) ? (
    <LiteralsTable {...props} />
  ) : (
    <JsonField path={props.path} label={props.label} description={props.description} />
  );
}

function LiteralsTable({
  path,
  keyPlaceholder,
  empty,
  plain = false,
  hideLabel = false,
  ...texts
}: LiteralsFieldProps) {
  const { t } = useTranslation("form");
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  const table = useRecordRows(field.value, field.set);
  const addDropped = (from: string) => {
    const inner = pathInTemplate(from);
    table.add(freeKey(table.rows, lastKey(from)), inner === null ? from : `{{ ${inner} }}`);
  };
  const { over, handlers } = usePathDrop(addDropped, !field.readOnly && !plain);
  return (
    <FieldFrame field={field} label={label} description={description} hideLabel={hideLabel}>
      <Stack gap={6} p={4} mx={-4} className={classes.dropZone} data-over={over || undefined} {...handlers}>
        {table.rows.map((row) => (
          <Box key={row.id} className={classes.row} data-field={`${field.id}.${row.key}`}>
            <KeyInput
              table={table}
              row={row}
              ariaLabel={t("row.key", { label, key: t("row.name") })}
              placeholder={keyPlaceholder ?? t("row.name")}
              readOnly={field.readOnly}
              mono
            />
            <Select
              w={116}
              aria-label={t("literal.kindOf", { key: row.key || t("row.new") })}
              data={LITERAL_KINDS.map((kind) => ({
                value: kind,
                label: kind === "text" && !plain ? t("literal.template") : t(`literal.${kind}`),
              }))}
              value={literalKind(row.value)}
              allowDeselect={false}
              readOnly={field.readOnly}
              onChange={(kind) =>
                kind !== null && table.setValue(row.id, convertLiteral(row.value, kind as LiteralKind))
              }
            />
            <Box className={classes.grow} style={{ flexGrow: 1.6 }}>
              <LiteralValue
                value={row.value}
                plain={plain}
                readOnly={field.readOnly}
                label={t("row.valueOf", { key: row.key || t("row.new") })}
                onChange={(value) => table.setValue(row.id, value)}
              />
            </Box>
            {!field.readOnly && <RemoveRow table={table} row={row} />}
          </Box>
        ))}
        {table.rows.length === 0 && (
          <Text size="sm" c="dimmed" className={classes.dashed}>
            {empty ?? t("literal.empty")}
          </Text>
        )}
        {!field.readOnly && <AddButton label={t("literal.add")} onClick={() => table.add("", "")} />}
      </Stack>
    </FieldFrame>
  );
}

interface LiteralValueProps {
  value: Json;
  plain: boolean;
  readOnly: boolean;
  label: string;
  onChange: (value: Json) => void;
}

function LiteralValue({ value, plain, readOnly, label, onChange }: LiteralValueProps) {
  const { t } = useTranslation("form");
  switch (literalKind(value)) {
    case "text":
      return (
        <ExpressionInput
          kind={plain ? "text" : "template"}
          ariaLabel={label}
          value={String(value)}
          readOnly={readOnly}
          onChange={onChange}
        />
      );
    case "boolean":
      return (
        <Switch
          mt={8}
          aria-label={label}
          label={value === true ? t("yes") : t("no")}
          checked={value === true}
          disabled={readOnly}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case "null":
      return (
        <Text size="sm" c="dimmed" mt={8}>
          null
        </Text>
      );
    case "number":
      return (
        <JsonText
          ariaLabel={label}
          value={value}
          readOnly={readOnly}
          onChange={(next) => typeof next === "number" && onChange(next)}
        />
      );
    default:
      return (
        <JsonText
          ariaLabel={label}
          value={value}
          readOnly={readOnly}
          onChange={(next) => onChange(next ?? null)}
        />
      );
  }
}
