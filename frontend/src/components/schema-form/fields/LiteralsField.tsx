import { Box, Button, Select, Stack, Switch, Text, TextInput } from "@mantine/core";
import { Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ExpressionInput } from "@/components/expression/ExpressionInput";
import { usePathDrop } from "@/components/expression/usePathDrop";
import { useField } from "../binding";
import { lastKey, pathInTemplate } from "../drop";
import classes from "../form.module.css";
import { isObject, type Json } from "../path";
import { RowButton } from "../RowButton";
import { FieldBox } from "./FieldBox";
import { JsonField, JsonText } from "./JsonField";
import { FieldError, FieldHelp, LabelRow } from "./LabelRow";
import { convertLiteral, LITERAL_KINDS, type LiteralKind, literalKind } from "./literals";
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
    <FieldBox id={field.id}>
      {!hideLabel && <LabelRow label={label} />}
      <Stack gap={6} p={4} mx={-4} className={classes.dropZone} data-over={over || undefined} {...handlers}>
        {table.rows.map((row) => {
          const problem = table.problem(row);
          return (
            <Box key={row.id} className={classes.row} data-field={`${field.id}.${row.key}`}>
              <TextInput
                className={classes.grow}
                classNames={{ input: classes.mono }}
                aria-label={t("row.key", { label, key: t("row.name") })}
                placeholder={keyPlaceholder ?? t("row.name")}
                value={row.key}
                readOnly={field.readOnly}
                error={problem === null ? undefined : t(`row.${problem}`)}
                onChange={(event) => table.setKey(row.id, event.currentTarget.value)}
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
        {table.rows.length === 0 && (
          <Text size="sm" c="dimmed" className={classes.dashed}>
            {empty ?? t("literal.empty")}
          </Text>
        )}
        {!field.readOnly && (
          <Button
            variant="subtle"
            size="compact-sm"
            w="fit-content"
            leftSection={<Plus size={14} />}
            onClick={() => table.add("", "")}
          >
            {t("literal.add")}
          </Button>
        )}
      </Stack>
      <FieldError text={field.error} />
      {description !== undefined && <FieldHelp text={description} />}
    </FieldBox>
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
