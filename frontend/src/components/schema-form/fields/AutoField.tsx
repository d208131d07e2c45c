import { Box, MultiSelect, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useField } from "../binding";
import { ConditionField } from "../condition/ConditionField";
import classes from "../form.module.css";
import { JsonSchemaField } from "../json-schema/JsonSchemaField";
import { type FieldPath, isObject, type Json } from "../path";
import { type JsonSchema, propertiesOf, readSchema, type WidgetKind, widgetOf } from "../schema";
import { EnumField, NumberField, StringListField, SwitchField, TextField } from "./basic";
import { ContextMappingsField } from "./ContextMappingsField";
import {
  BooleanOrTemplateField,
  NumberOrTemplateField,
  PathField,
  RegexField,
  TemplateField,
} from "./expressions";
import { FieldBox } from "./FieldBox";
import { JsonField } from "./JsonField";
import { KeyValueField } from "./KeyValueField";
import { FieldError } from "./LabelRow";
import { ListField } from "./ListField";
import { LiteralsField } from "./LiteralsField";
import { RecordField } from "./RecordField";
import { ConnectionRefField, FlowRefField, PromptRefField, StepRefField } from "./refs";
import { InputMappingsField, OutputMappingsField } from "./standardMappings";
import type { FieldProps } from "./types";
import { useFieldTexts } from "./useText";

/** The widget that the schema of this place asks for. */
export function AutoField(props: FieldProps) {
  const field = useField(props.path);
  return <Widget kind={widgetOf(field.root, field.schema)} {...props} />;
}

function Widget({ kind, ...props }: FieldProps & { kind: WidgetKind }) {
  switch (kind) {
    case "enum":
      return <EnumField {...props} />;
    case "boolean":
      return <SwitchField {...props} />;
    case "boolean-or-template":
      return <BooleanOrTemplateField {...props} />;
    case "number":
      return <NumberField {...props} />;
    case "number-or-template":
      return <NumberOrTemplateField {...props} />;
    case "template":
      return <TemplateField {...props} />;
    case "path":
      return <PathField {...props} />;
    case "regex":
      return <RegexField {...props} />;
    case "condition":
      return <ConditionField {...props} />;
    case "document-condition":
      return <ConditionField {...props} document />;
    case "text":
      return <TextField {...props} />;
    case "date":
      return <DateField type="date" {...props} />;
    case "date-time":
      return <DateField type="datetime" {...props} />;
    case "step-ref":
      return <StepRefField {...props} />;
    case "flow-ref":
      return <FlowRefField {...props} />;
    case "prompt-ref":
      return <PromptRefField {...props} />;
    case "connection-ref":
      return <ConnectionRefField {...props} />;
    case "json-schema":
      return <JsonSchemaField {...props} />;
    case "input-mappings":
      return <InputMappingsField {...props} />;
    case "output-mappings":
      return <OutputMappingsField {...props} />;
    case "literals":
      return <LiteralsField {...props} />;
    case "string-list":
      return <StringListField {...props} />;
    case "enum-list":
      return <EnumListField {...props} />;
    case "list":
      return <AutoList {...props} />;
    case "group":
      return <GroupField {...props} />;
    case "key-value":
      return <KeyValueField {...props} />;
    case "record":
      return <AutoRecord {...props} />;
    default:
      return <JsonField {...props} />;
  }
}

/** All properties of an object, in a frame; properties that the schema does not know are shown as JSON. */
function GroupField({ path, ...texts }: FieldProps) {
  const field = useField(path);
  const { label } = useFieldTexts(field, texts);
  if (field.value !== undefined && field.value !== null && !isObject(field.value))
    return <JsonField path={path} {...texts} />;
  return (
    <Box component="fieldset" className={classes.group} data-field={field.id}>
      <legend className={classes.legend}>{label}</legend>
      <GroupBody path={path} schema={field.schema} value={field.value} />
      <FieldError text={field.ownError} />
    </Box>
  );
}

/** The properties of an object without a frame. `except` are drawn elsewhere. */
export function GroupBody({
  path,
  schema,
  value,
  except = [],
}: {
  path: FieldPath;
  schema: JsonSchema;
  value: Json;
  except?: readonly string[];
}) {
  const known = propertiesOf(schema).map(([key]) => key);
  const others = isObject(value)
    ? Object.keys(value).filter((key) => !known.includes(key) && !except.includes(key))
    : [];
  return (
    <Stack gap="sm">
      {known
        .filter((key) => !except.includes(key))
        .map((key) => (
          <AutoField key={key} path={[...path, key]} />
        ))}
      {others.map((key) => (
        <JsonField key={key} path={[...path, key]} />
      ))}
    </Stack>
  );
}

function AutoList(props: FieldProps) {
  const { t } = useTranslation("form");
  const field = useField(props.path);
  const items = readSchema(field.root, field.schema.items).schema;
  const kind = widgetOf(field.root, items);
  const cards = kind === "group" || kind === "record" || kind === "list";
  return (
    <ListField
      {...props}
      {...(cards && { itemTitle: (_: Json, index: number) => t("item", { number: index + 1 }) })}
      item={(path) =>
        kind === "group" ? <ItemGroup path={path} schema={items} /> : <AutoField path={path} hideLabel />
      }
    />
  );
}

function ItemGroup({ path, schema }: { path: FieldPath; schema: JsonSchema }) {
  const field = useField(path);
  if (!isObject(field.value)) return <JsonField path={path} />;
  return <GroupBody path={path} schema={schema} value={field.value} />;
}

function AutoRecord(props: FieldProps) {
  const field = useField(props.path);
  const values = readSchema(field.root, field.schema.additionalProperties).schema;
  const names = propertiesOf(values).map(([key]) => key);
  if (names.includes("sourceJsonPath")) return <ContextMappingsField {...props} />;
  const group = widgetOf(field.root, values) === "group";
  return (
    <RecordField
      {...props}
      blank={group ? {} : null}
      item={(path) => (group ? <ItemGroup path={path} schema={values} /> : <AutoField path={path} />)}
    />
  );
}

function EnumListField({ path, ...texts }: FieldProps) {
  const { t, i18n } = useTranslation("form");
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  const value = field.value ?? [];
  const items = readSchema(field.root, field.schema.items).schema;
  const options = Array.isArray(items.enum) ? items.enum.map(String) : [];
  if (
    !Array.isArray(value) ||
    !value.every((item) => typeof item === "string") ||
    new Set(value).size < value.length
  )
    return <JsonField path={path} {...texts} />;
  const all = [...options, ...value.filter((item) => !options.includes(item))];
  return (
    <FieldBox id={field.id}>
      <MultiSelect
        label={label}
        description={description}
        data={all.map((option) => ({
          value: option,
          label: i18n.exists(`form:values.${option}`) ? t(`values.${option}`) : option,
        }))}
        value={value}
        readOnly={field.readOnly}
        error={field.error}
        placeholder={value.length === 0 ? t("choose") : ""}
        onChange={(next) => field.set(next.length === 0 ? undefined : next)}
      />
    </FieldBox>
  );
}

function DateField({ path, type, ...texts }: FieldProps & { type: "date" | "datetime" }) {
  const { t } = useTranslation("form");
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  if (field.value !== undefined && field.value !== null && typeof field.value !== "string")
    return <JsonField path={path} {...texts} />;
  return (
    <FieldBox id={field.id}>
      <TextInput
        label={label}
        description={description ?? (type === "datetime" ? t("dateTimeHelp") : undefined)}
        {...(type === "date" && { type: "date" })}
        placeholder={type === "datetime" ? "2026-01-31T12:00:00Z" : undefined}
        value={field.value ?? ""}
        required={field.required}
        readOnly={field.readOnly}
        error={field.error}
        onChange={(event) =>
          field.set(event.currentTarget.value === "" ? undefined : event.currentTarget.value)
        }
      />
    </FieldBox>
  );
}
