import { SegmentedControl, Stack, Text } from "@mantine/core";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import "./texts";
import { type FieldIssue, type FormBinding, FormProvider, useForm } from "./binding";
import { AutoField } from "./fields/AutoField";
import { JsonText } from "./fields/JsonField";
import { LabelRow } from "./fields/LabelRow";
import { checkValue } from "./input/check";
import { dotted, type FieldPath, isObject, type Json, setIn } from "./path";
import { SchemaForm } from "./SchemaForm";
import { type JsonSchema, propertiesOf, readSchema } from "./schema";

interface InputFormProps {
  /** The JSON Schema of the value; without one the value is any JSON. */
  schema: JsonSchema | null | undefined;
  /** Undefined is no value yet. */
  value: Json;
  onChange: (value: Json) => void;
  /** Messages of the server by JSON Pointer (`/order/id`) or dotted path. */
  errors?: Readonly<Record<string, string>>;
  readOnly?: boolean;
  /** Shows what is required and missing; set it after the first try to send. */
  showMissing?: boolean;
  label?: string;
  /** Whether all that is typed is in the value: text that is no JSON is not. */
  onValid?: (valid: boolean) => void;
}

/**
 * A form for a value of a JSON Schema: the input of a flow, the payload of an event, the answer of an approval. It can
 * be switched to JSON. What the schema says is only hinted at; the server checks.
 */
export function InputForm(props: InputFormProps) {
  const {
    schema,
    value,
    onChange,
    errors = {},
    readOnly = false,
    showMissing = false,
    label,
    onValid,
  } = props;
  const { t } = useTranslation("form");
  const shown = schema ?? {};
  const typed = isFillable(shown);
  const [view, setView] = useState<"form" | "json">("form");
  const latest = useRef(value);
  latest.current = value;
  const binding = useMemo<FormBinding>(
    () => ({
      value,
      schema: shown,
      readOnly,
      plainNames: true,
      set: (path, next) => {
        latest.current = setIn(latest.current, path, next);
        onChange(latest.current);
      },
      issues: (path) => issuesAt({ path, errors, missing: showMissing ? checkValue(shown, value) : [], t }),
    }),
    [value, shown, readOnly, onChange, errors, showMissing, t],
  );
  const asJson = !typed || view === "json";
  const general = errors[""] ?? errors["/"];
  return (
    <Stack gap="sm">
      {(typed || label !== undefined) && (
        <LabelRow label={label ?? ""}>
          {typed && (
            <SegmentedControl
              size="xs"
              aria-label={t("input.view")}
              value={view}
              data={[
                { value: "form", label: t("input.form") },
                { value: "json", label: t("input.json") },
              ]}
              onChange={(next) => {
                setView(next === "json" ? "json" : "form");
                onValid?.(true);
              }}
            />
          )}
        </LabelRow>
      )}
      {!typed && (
        <Text size="sm" c="dimmed">
          {t("input.noFields")}
        </Text>
      )}
      {asJson ? (
        <JsonText
          ariaLabel={label ?? t("input.value")}
          value={value}
          readOnly={readOnly}
          error={Object.values(errors).join(" ") || undefined}
          onChange={onChange}
          onValid={onValid}
        />
      ) : (
        <FormProvider binding={binding}>
          <ValueFields />
        </FormProvider>
      )}
      {!asJson && general !== undefined && (
        <Text size="sm" c="red" role="alert">
          {general}
        </Text>
      )}
    </Stack>
  );
}

function ValueFields() {
  const { schema } = useForm();
  return isObject(schema.properties) ? <SchemaForm /> : <AutoField path={[]} />;
}

/** Whether a schema says enough for a form: an object with properties, or a plain value. */
export function isFillable(schema: JsonSchema): boolean {
  const read = readSchema(schema, schema).schema;
  if (propertiesOf(read).length > 0) return true;
  return typeof read.type === "string" && read.type !== "object";
}

interface IssueArgs {
  path: FieldPath;
  errors: Readonly<Record<string, string>>;
  missing: readonly string[];
  t: (key: string) => string;
}

function issuesAt({ path, errors, missing, t }: IssueArgs): FieldIssue[] {
  const name = dotted(path);
  if (name === "") return [];
  const said = Object.entries(errors).flatMap(([place, message]): FieldIssue[] => {
    const at = place.startsWith("/") ? place.slice(1).replaceAll("/", ".") : place;
    if (at !== name && !at.startsWith(`${name}.`)) return [];
    return [{ message, severity: "error", inside: at !== name }];
  });
  if (missing.includes(name))
    said.push({ message: t("input.requiredMissing"), severity: "error", inside: false });
  return said;
}
