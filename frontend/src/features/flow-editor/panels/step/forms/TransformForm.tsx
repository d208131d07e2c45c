import { SegmentedControl, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ExpressionInput } from "@/components/expression/ExpressionInput";
import { useField, useForm } from "@/components/schema-form/binding";
import { AutoField } from "@/components/schema-form/fields/AutoField";
import { FieldBox } from "@/components/schema-form/fields/FieldBox";
import { JsonField } from "@/components/schema-form/fields/JsonField";
import { LabelRow } from "@/components/schema-form/fields/LabelRow";
import { sourceOf, withPath } from "@/components/schema-form/fields/mappingRows";
import { useFieldTexts } from "@/components/schema-form/fields/useText";
import { getIn } from "@/components/schema-form/path";
import {
  defaultsOf,
  isRequired,
  type JsonSchema,
  propertiesOf,
  readSchema,
  schemaAt,
} from "@/components/schema-form/schema";
import type { StepType } from "@/lib/definition/types";
import { Extras } from "./Extras";

export const TRANSFORM_FIELDS = ["customConfig"];

/** The fields of a module: each a fixed value, or mapped from the context. A mapped value wins over a fixed one. */
export function TransformForm({ type }: { type: StepType | undefined }) {
  const { t } = useTranslation("step");
  const { schema } = useForm();
  const module: JsonSchema = type?.moduleSchema
    ? readSchema(schema, schemaAt(schema, ["customConfig"])).schema
    : {};
  const fields = propertiesOf(module);
  return (
    <Stack gap="md">
      {fields.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("transform.noFields")}
        </Text>
      )}
      {fields.map(([name, field]) => (
        <ModuleField key={name} name={name} schema={field} data={isData(module, name, field)} />
      ))}
      <Extras path={["customConfig"]} known={fields.map(([name]) => name)} />
    </Stack>
  );
}

/** Whether a field usually comes from the context: what is required and has no type that one writes by hand. */
function isData(module: JsonSchema, name: string, field: JsonSchema): boolean {
  return (
    isRequired(module, name) &&
    (field.type === "array" || field.type === undefined) &&
    field.$ref === undefined
  );
}

function ModuleField({ name, schema, data }: { name: string; schema: JsonSchema; data: boolean }) {
  const { t } = useTranslation("step");
  const { value, set, readOnly, schema: root } = useForm();
  const field = useField(["customConfig", name]);
  const { label } = useFieldTexts(field);
  const mapping = getIn(value, ["inputMappings", name]);
  const fixed = field.value;
  const mapped = mapping !== undefined || (data && fixed === undefined);
  const choose = (kind: string) => {
    if (kind === "mapped") set(["inputMappings", name], "$.");
    else {
      set(["inputMappings", name], undefined);
      if (fixed === undefined && data)
        set(["customConfig", name], defaultsOf(root, schema) ?? (schema.type === "array" ? [] : ""));
    }
  };
  const readable = mapping === undefined || sourceOf(mapping) !== null;
  return (
    <FieldBox id={`inputMappings.${name}`}>
      <LabelRow label={label} required={field.required}>
        <SegmentedControl
          size="xs"
          aria-label={t("transform.kindOf", { label })}
          value={mapped ? "mapped" : "fixed"}
          disabled={readOnly}
          data={[
            { value: "fixed", label: t("transform.fixed") },
            { value: "mapped", label: t("transform.mapped") },
          ]}
          onChange={choose}
        />
      </LabelRow>
      {!mapped && <AutoField path={["customConfig", name]} hideLabel />}
      {mapped && !readable && <JsonField path={["inputMappings", name]} hideLabel />}
      {mapped && readable && <MappedPath name={name} label={label} />}
      {mapped && fixed !== undefined && (
        <Text size="xs" c="dimmed" mt={4}>
          {t("transform.fallback", { value: JSON.stringify(fixed)?.slice(0, 80) })}
        </Text>
      )}
    </FieldBox>
  );
}

/** The path of a module field's mapping; whether it is required stays. */
function MappedPath({ name, label }: { name: string; label: string }) {
  const { set, readOnly } = useForm();
  const field = useField(["inputMappings", name]);
  const source = sourceOf(field.value);
  return (
    <ExpressionInput
      kind="path"
      ariaLabel={label}
      placeholder="$.order.items"
      value={source?.path ?? ""}
      error={field.error}
      readOnly={readOnly}
      onChange={(path) => set(["inputMappings", name], path === "" ? undefined : withPath(field.value, path))}
    />
  );
}
