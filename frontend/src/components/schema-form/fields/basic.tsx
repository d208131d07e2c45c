import { Group, NumberInput, Select, Slider, Switch, TagsInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ExpressionInput } from "@/components/expression/ExpressionInput";
import { useField } from "../binding";
import { boundsOf } from "../schema";
import { FieldBox } from "./FieldBox";
import { JsonField } from "./JsonField";
import type { FieldProps } from "./types";
import { useFieldTexts } from "./useText";

/** Plain text of one line. */
export function TextField({
  path,
  hideLabel,
  placeholder,
  multiline = false,
  ...texts
}: FieldProps & { multiline?: boolean }) {
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  if (field.value !== undefined && field.value !== null && typeof field.value !== "string")
    return <JsonField path={path} {...texts} />;
  const value = field.value ?? "";
  const set = (text: string) => field.set(text === "" ? undefined : text);
  if (multiline)
    return (
      <FieldBox id={field.id}>
        <ExpressionInput
          kind="text"
          value={value}
          onChange={set}
          label={label}
          description={description}
          error={field.error}
          readOnly={field.readOnly}
          rows={2}
          placeholder={placeholder}
        />
      </FieldBox>
    );
  return (
    <FieldBox id={field.id}>
      <TextInput
        {...(hideLabel ? { "aria-label": label } : { label, description })}
        value={value}
        placeholder={placeholder}
        required={field.required}
        readOnly={field.readOnly}
        error={field.error}
        onChange={(event) => set(event.currentTarget.value)}
      />
    </FieldBox>
  );
}

type Bounds = ReturnType<typeof boundsOf>;

/** Which bound a number breaks; null when it keeps them. */
function outOfBounds(value: number, { min, max, above, below }: Bounds) {
  if ((min !== undefined && value < min) || (above !== undefined && value <= above))
    return { side: "min", limit: { min: min ?? above } };
  if ((max !== undefined && value > max) || (below !== undefined && value >= below))
    return { side: "max", limit: { max: max ?? below } };
  return null;
}

/** A number between the bounds of its schema. What is no number is shown as JSON. */
export function NumberField({
  path,
  hideLabel,
  placeholder,
  suffix,
  ...texts
}: FieldProps & { suffix?: string }) {
  const { t } = useTranslation("form");
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  if (field.value !== undefined && field.value !== null && typeof field.value !== "number")
    return <JsonField path={path} {...texts} />;
  const bounds = boundsOf(field.schema);
  const value = field.value ?? undefined;
  const wrong = value === undefined ? null : outOfBounds(value, bounds);
  const standard = typeof field.schema.default === "number" ? String(field.schema.default) : undefined;
  return (
    <FieldBox id={field.id}>
      <NumberInput
        {...(hideLabel ? { "aria-label": label } : { label, description })}
        value={value ?? ""}
        placeholder={placeholder ?? standard}
        suffix={suffix}
        required={field.required}
        readOnly={field.readOnly}
        error={wrong ? t(`number.${wrong.side}`, wrong.limit) : field.error}
        allowDecimal={!bounds.integer}
        clampBehavior="none"
        onChange={(next) => {
          if (next === "") field.set(undefined);
          else if (typeof next === "number" && next !== field.value) field.set(next);
        }}
      />
    </FieldBox>
  );
}

/** A number with a slider beside it, for small ranges. */
export function SliderField({
  path,
  min,
  max,
  step,
  ...texts
}: FieldProps & { min: number; max: number; step: number }) {
  const field = useField(path);
  const { label } = useFieldTexts(field, texts);
  if (field.value !== undefined && field.value !== null && typeof field.value !== "number")
    return <JsonField path={path} {...texts} />;
  return (
    <Group align="flex-end" gap="md" wrap="nowrap">
      <div style={{ width: 150, flex: "none" }}>
        <NumberField path={path} {...texts} />
      </div>
      <Slider
        flex={1}
        mb={14}
        min={min}
        max={max}
        step={step}
        value={field.value ?? min}
        color={field.value === undefined ? "gray" : undefined}
        disabled={field.readOnly}
        thumbLabel={label}
        label={(value) => (field.value === undefined ? "–" : value)}
        onChange={(next) => field.set(next)}
      />
    </Group>
  );
}

/** A yes or no. Choosing the default takes the field away. */
export function SwitchField({ path, ...texts }: FieldProps) {
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  if (field.value !== undefined && field.value !== null && typeof field.value !== "boolean")
    return <JsonField path={path} {...texts} />;
  const standard = field.schema.default === true;
  return (
    <FieldBox id={field.id}>
      <Switch
        label={label}
        description={description}
        checked={field.value ?? standard}
        error={field.error}
        disabled={field.readOnly}
        onChange={(event) => {
          const next = event.currentTarget.checked;
          field.set(next === standard && !field.required && !field.keepsDefaults ? undefined : next);
        }}
      />
    </FieldBox>
  );
}

/** One of the values of an enum. Values that the enum does not have are shown too. */
export function EnumField({
  path,
  hideLabel,
  placeholder,
  options,
  ...texts
}: FieldProps & { options?: readonly string[] }) {
  const { t, i18n } = useTranslation("form");
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  const values = options ?? (Array.isArray(field.schema.enum) ? field.schema.enum.map(String) : []);
  const name = (value: string) => (i18n.exists(`form:values.${value}`) ? t(`values.${value}`) : value);
  const standard = typeof field.schema.default === "string" ? field.schema.default : undefined;
  const isText = field.value === undefined || field.value === null || typeof field.value === "string";
  if (!isText && !values.includes(String(field.value))) return <JsonField path={path} {...texts} />;
  const current =
    field.value === undefined || field.value === null ? (standard ?? null) : String(field.value);
  const all = current !== null && !values.includes(current) ? [...values, current] : values;
  const typed = (text: string) =>
    (Array.isArray(field.schema.enum) ? field.schema.enum : []).find((value) => String(value) === text) ??
    text;
  return (
    <FieldBox id={field.id}>
      <Select
        {...(hideLabel ? { "aria-label": label } : { label, description })}
        data={all.map((value) => ({ value, label: name(value) }))}
        value={current}
        placeholder={placeholder ?? t("choose")}
        allowDeselect={false}
        clearable={standard === undefined && !field.required && current !== null && !field.readOnly}
        required={field.required}
        readOnly={field.readOnly}
        error={field.error}
        comboboxProps={{ withinPortal: true }}
        onChange={(next) =>
          field.set(
            next === null || (next === standard && !field.required && !field.keepsDefaults)
              ? undefined
              : typed(next),
          )
        }
      />
    </FieldBox>
  );
}

/** A list of short texts. */
export function StringListField({
  path,
  hideLabel,
  placeholder,
  suggestions,
  ...texts
}: FieldProps & { suggestions?: readonly string[] }) {
  const { t } = useTranslation("form");
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  const value = field.value ?? [];
  if (
    !Array.isArray(value) ||
    !value.every((item) => typeof item === "string") ||
    new Set(value).size !== value.length
  )
    return <JsonField path={path} {...texts} />;
  return (
    <FieldBox id={field.id}>
      <TagsInput
        {...(hideLabel ? { "aria-label": label } : { label, description })}
        value={value}
        data={suggestions ? [...suggestions] : []}
        placeholder={value.length === 0 ? (placeholder ?? t("addTag")) : ""}
        readOnly={field.readOnly}
        error={field.error}
        splitChars={[]}
        acceptValueOnBlur
        onChange={(next) => field.set(next.length === 0 ? undefined : next)}
      />
    </FieldBox>
  );
}
