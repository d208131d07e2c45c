import { Box, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AddButton } from "../AddButton";
import "../texts";
import classes from "../form.module.css";
import type { JsonSchema } from "../schema";
import {
  addProperty,
  listProperties,
  removeProperty,
  renameProperty,
  setProperty,
  setRequired,
} from "./model";
import { PropertyRow } from "./PropertyRow";

interface JsonSchemaEditorProps {
  schema: JsonSchema;
  onChange: (schema: JsonSchema) => void;
  readOnly?: boolean;
  label: string;
  depth?: number;
}

/** The properties of an object schema: name, type, required, description, allowed values, nested objects and lists. */
export function JsonSchemaEditor({
  schema,
  onChange,
  readOnly = false,
  label,
  depth = 0,
}: JsonSchemaEditorProps) {
  const { t } = useTranslation("form");
  const properties = listProperties(schema);
  const names = properties.map((property) => property.name);
  return (
    <Box role="group" aria-label={label} className={depth > 0 ? classes.condition : undefined}>
      <Stack gap={6}>
        {properties.map((property, index) => (
          <PropertyRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a row keeps its place while its name is typed
            key={index}
            property={property}
            taken={names}
            readOnly={readOnly}
            depth={depth}
            onRename={(to) => onChange(renameProperty(schema, property.name, to))}
            onRequired={(required) => onChange(setRequired(schema, property.name, required))}
            onChange={(inner) => onChange(setProperty(schema, property.name, inner))}
            onRemove={() => onChange(removeProperty(schema, property.name))}
          />
        ))}
        {properties.length === 0 && (
          <Text size="sm" c="dimmed" className={classes.dashed}>
            {t("schema.empty")}
          </Text>
        )}
        {!readOnly && <AddButton label={t("schema.add")} onClick={() => onChange(addProperty(schema))} />}
      </Stack>
    </Box>
  );
}
