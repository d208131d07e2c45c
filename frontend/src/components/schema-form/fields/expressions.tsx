import { NumberInput, SegmentedControl, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ExpressionInput } from "@/components/expression/ExpressionInput";
import { type Field, useField } from "../binding";
import { boundsOf } from "../schema";
import { FieldBox } from "./FieldBox";
import { JsonField } from "./JsonField";
import { FieldHelp, LabelRow } from "./LabelRow";
import type { FieldProps } from "./types";
import { useFieldTexts } from "./useText";

interface ExpressionProps extends FieldProps {
  rows?: number;
  /** The names in it are not those of the context: no sample is tried. */
  blind?: boolean;
}

function isText(value: unknown): value is string | null | undefined {
  return value === undefined || value === null || typeof value === "string";
}

/** A Liquid template, or a JSONPath when the whole text begins with `$`. */
export function TemplateField(props: ExpressionProps) {
  return <ExpressionFieldOf kind="template" {...props} />;
}

/** A JSONPath on the context. */
export function PathField(props: ExpressionProps) {
  return <ExpressionFieldOf kind="path" {...props} />;
}

/** Text in monospace: a regular expression. */
export function RegexField(props: ExpressionProps) {
  return <ExpressionFieldOf kind="text" {...props} />;
}

function ExpressionFieldOf({
  kind,
  path,
  rows,
  hideLabel,
  placeholder,
  blind = false,
  ...texts
}: ExpressionProps & { kind: "template" | "path" | "text" }) {
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  if (!isText(field.value)) return <JsonField path={path} {...texts} />;
  return (
    <FieldBox id={field.id}>
      <ExpressionInput
        kind={kind}
        {...(blind && { quiet: true, sample: null })}
        {...(hideLabel ? { ariaLabel: label } : { label, description })}
        value={field.value ?? ""}
        error={field.error}
        required={field.required}
        readOnly={field.readOnly}
        placeholder={placeholder}
        {...(rows !== undefined && { rows })}
        onChange={(text) => field.set(text === "" ? undefined : text)}
      />
    </FieldBox>
  );
}

/** A number, or a template that gives one. The switch keeps what was written where it can. */
export function NumberOrTemplateField({
  path,
  suffix,
  placeholder,
  ...texts
}: FieldProps & { suffix?: string }) {
  const { t } = useTranslation("form");
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  const { value } = field;
  if (!isText(value) && typeof value !== "number") return <JsonField path={path} {...texts} />;
  const template = typeof value === "string";
  const standard = typeof field.schema.default === "number" ? String(field.schema.default) : undefined;
  const bounds = boundsOf(field.schema);
  const switchTo = (kind: string) => {
    if (kind === "template") field.set(value === undefined || value === null ? "{{ }}" : String(value));
    else
      field.set(
        template && value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : undefined,
      );
  };
  return (
    <FieldBox id={field.id}>
      <KindSwitch
        template={template}
        readOnly={field.readOnly}
        label={label}
        onChange={switchTo}
        plain={t("kind.number")}
      />
      {template ? (
        <Template field={field} label={label} value={value} />
      ) : (
        <NumberInput
          aria-label={label}
          value={value ?? ""}
          suffix={suffix}
          placeholder={placeholder ?? standard}
          allowDecimal={!bounds.integer}
          clampBehavior="none"
          readOnly={field.readOnly}
          error={field.error}
          onChange={(next) => {
            if (next === "") field.set(undefined);
            else if (typeof next === "number" && next !== value) field.set(next);
          }}
        />
      )}
      {description !== undefined && <FieldHelp text={description} />}
    </FieldBox>
  );
}

/** Yes, no, or a template that says so. */
export function BooleanOrTemplateField({ path, ...texts }: FieldProps) {
  const { t } = useTranslation("form");
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  const { value } = field;
  if (!isText(value) && typeof value !== "boolean") return <JsonField path={path} {...texts} />;
  const template = typeof value === "string";
  const standard = field.schema.default === true;
  const choose = (next: string | null) => {
    const flag = next === "true";
    field.set(flag === standard && !field.keepsDefaults ? undefined : flag);
  };
  return (
    <FieldBox id={field.id}>
      <KindSwitch
        template={template}
        readOnly={field.readOnly}
        label={label}
        plain={t("kind.yesNo")}
        onChange={(kind) => field.set(kind === "template" ? `{{ ${String(value ?? standard)} }}` : undefined)}
      />
      {template ? (
        <Template field={field} label={label} value={value} />
      ) : (
        <Select
          aria-label={label}
          data={[
            { value: "true", label: t("yes") },
            { value: "false", label: t("no") },
          ]}
          value={String(value ?? standard)}
          allowDeselect={false}
          readOnly={field.readOnly}
          error={field.error}
          onChange={choose}
        />
      )}
      {description !== undefined && <FieldHelp text={description} />}
    </FieldBox>
  );
}

function Template({ field, label, value }: { field: Field; label: string; value: string }) {
  return (
    <ExpressionInput
      kind="template"
      ariaLabel={label}
      value={value}
      error={field.error}
      readOnly={field.readOnly}
      onChange={field.set}
    />
  );
}

interface KindSwitchProps {
  template: boolean;
  readOnly: boolean;
  label: string;
  plain: string;
  onChange: (kind: string) => void;
}

function KindSwitch({ template, readOnly, label, plain, onChange }: KindSwitchProps) {
  const { t } = useTranslation("form");
  return (
    <LabelRow label={label}>
      <SegmentedControl
        size="xs"
        aria-label={t("kind.of", { label })}
        value={template ? "template" : "plain"}
        disabled={readOnly}
        data={[
          { value: "plain", label: plain },
          { value: "template", label: t("kind.template") },
        ]}
        onChange={onChange}
      />
    </LabelRow>
  );
}
