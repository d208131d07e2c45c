import { Box, Checkbox, Group, Select, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { JsonText } from "../fields/JsonField";
import classes from "../form.module.css";
import { isObject, type Json } from "../path";
import { RemoveButton, RowButton } from "../RowButton";
import { JsonSchemaEditor } from "./JsonSchemaEditor";
import { hiddenWords, PROPERTY_TYPES, type PropertyType, typeOf, withType, withWord } from "./model";

interface PropertyRowProps {
  property: { name: string; schema: Json; required: boolean };
  taken: readonly string[];
  readOnly: boolean;
  depth: number;
  onRename: (to: string) => void;
  onRequired: (required: boolean) => void;
  onChange: (schema: Json) => void;
  onRemove: () => void;
}

/** One property of a schema; what is inside it folds out. */
export function PropertyRow({
  property,
  taken,
  readOnly,
  depth,
  onRename,
  onRequired,
  onChange,
  onRemove,
}: PropertyRowProps) {
  const { t } = useTranslation("form");
  const { name, schema, required } = property;
  const { type, nullable } = typeOf(schema);
  const [open, setOpen] = useState(false);
  const types = type === "custom" ? [...PROPERTY_TYPES, "custom" as const] : PROPERTY_TYPES;
  return (
    <Box className={classes.card} p={6}>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <RowButton
          label={t(open ? "schema.fold" : "schema.unfold", { name })}
          icon={open ? ChevronDown : ChevronRight}
          onClick={() => setOpen(!open)}
        />
        <NameInput name={name} taken={taken} readOnly={readOnly} onRename={onRename} />
        <Select
          w={118}
          aria-label={t("schema.typeOf", { name })}
          data={types.map((each) => ({ value: each, label: t(`schema.types.${each}`) }))}
          value={type}
          allowDeselect={false}
          readOnly={readOnly}
          onChange={(next) => next !== null && onChange(withType(schema, next as PropertyType, nullable))}
        />
        <Checkbox
          mt={9}
          label={t("schema.required")}
          aria-label={t("schema.requiredOf", { name })}
          checked={required}
          disabled={readOnly}
          onChange={(event) => onRequired(event.currentTarget.checked)}
        />
        {!readOnly && <RemoveButton label={t("schema.removeProperty", { name })} onClick={onRemove} />}
      </Group>
      {open && (
        <PropertyDetails
          name={name}
          schema={schema}
          type={type}
          nullable={nullable}
          readOnly={readOnly}
          depth={depth}
          onChange={onChange}
        />
      )}
    </Box>
  );
}

function NameInput({
  name,
  taken,
  readOnly,
  onRename,
}: {
  name: string;
  taken: readonly string[];
  readOnly: boolean;
  onRename: (to: string) => void;
}) {
  const { t } = useTranslation("form");
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);
  const clash = text !== name && (text === "" || taken.includes(text));
  const edit = (next: string) => {
    setText(next);
    if (next !== "" && !taken.includes(next)) onRename(next);
  };
  return (
    <TextInput
      className={classes.grow}
      classNames={{ input: classes.mono }}
      aria-label={t("schema.name")}
      value={text}
      readOnly={readOnly}
      error={clash ? t(text === "" ? "row.empty" : "row.twice") : undefined}
      onBlur={() => setText(name)}
      onChange={(event) => edit(event.currentTarget.value)}
    />
  );
}

interface PropertyDetailsProps {
  name: string;
  schema: Json;
  type: PropertyType;
  nullable: boolean;
  readOnly: boolean;
  depth: number;
  onChange: (schema: Json) => void;
}

function PropertyDetails({ name, schema, type, nullable, readOnly, depth, onChange }: PropertyDetailsProps) {
  const { t } = useTranslation("form");
  if (type === "custom" || !isObject(schema))
    return (
      <Box mt="xs">
        <JsonText
          label={t("schema.asJson", { name })}
          value={schema}
          readOnly={readOnly}
          onChange={(next) => next !== undefined && onChange(next)}
        />
      </Box>
    );
  const values = Array.isArray(schema.enum) ? schema.enum : [];
  const textual = type === "string" && values.every((value) => typeof value === "string");
  const hidden = hiddenWords(schema);
  return (
    <Stack gap="xs" mt="xs" pl={36}>
      <TextInput
        label={t("schema.description")}
        value={typeof schema.description === "string" ? schema.description : ""}
        readOnly={readOnly}
        onChange={(event) =>
          onChange(withWord(schema, "description", event.currentTarget.value || undefined))
        }
      />
      {textual && (
        <TagsInput
          label={t("schema.values")}
          value={values.map(String)}
          readOnly={readOnly}
          splitChars={[]}
          acceptValueOnBlur
          onChange={(next) => onChange(withWord(schema, "enum", next.length === 0 ? undefined : next))}
        />
      )}
      {type !== "any" && (
        <Checkbox
          label={t("schema.nullable")}
          checked={nullable}
          disabled={readOnly}
          onChange={(event) => onChange(withType(schema, type, event.currentTarget.checked))}
        />
      )}
      {type === "object" && (
        <JsonSchemaEditor
          schema={schema}
          onChange={onChange}
          readOnly={readOnly}
          label={name}
          depth={depth + 1}
        />
      )}
      {type === "array" && (
        <ItemsEditor schema={schema} name={name} readOnly={readOnly} depth={depth} onChange={onChange} />
      )}
      {hidden.length > 0 && (
        <>
          <Text size="xs" c="dimmed">
            {t("schema.more", { words: hidden.join(", ") })}
          </Text>
          <JsonText
            label={t("schema.asJson", { name })}
            value={schema}
            readOnly={readOnly}
            onChange={(next) => next !== undefined && onChange(next)}
          />
        </>
      )}
    </Stack>
  );
}

function ItemsEditor({
  schema,
  name,
  readOnly,
  depth,
  onChange,
}: Omit<PropertyDetailsProps, "type" | "nullable"> & { schema: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation("form");
  const items = schema.items ?? {};
  const { type, nullable } = typeOf(items);
  const types = type === "custom" ? [...PROPERTY_TYPES, "custom" as const] : PROPERTY_TYPES;
  const put = (next: Json) => onChange(withWord(schema, "items", next));
  return (
    <>
      <Select
        label={t("schema.items")}
        data={types.map((each) => ({ value: each, label: t(`schema.types.${each}`) }))}
        value={type}
        allowDeselect={false}
        readOnly={readOnly}
        onChange={(next) => next !== null && put(withType(items, next as PropertyType, nullable))}
      />
      {(type === "object" || type === "array" || type === "custom") && (
        <PropertyDetails
          name={t("schema.itemsOf", { name })}
          schema={items}
          type={type}
          nullable={nullable}
          readOnly={readOnly}
          depth={depth + 1}
          onChange={put}
        />
      )}
    </>
  );
}
