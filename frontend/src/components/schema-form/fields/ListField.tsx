import { Box, Group, Stack, Text } from "@mantine/core";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AddButton } from "../AddButton";
import { useField } from "../binding";
import classes from "../form.module.css";
import type { FieldPath, Json } from "../path";
import { RemoveButton, RowButton } from "../RowButton";
import { defaultsOf, readSchema, widgetOf } from "../schema";
import { FieldFrame } from "./FieldFrame";
import { JsonField } from "./JsonField";
import type { FieldProps } from "./types";
import { useFieldTexts } from "./useText";

interface ListFieldProps extends FieldProps {
  /** Draws one item. */
  item: (path: FieldPath, index: number) => ReactNode;
  /** What is said at the head of an item's card; without it items are plain rows. */
  itemTitle?: (value: Json, index: number) => string;
  /** What a new item begins as. */
  blank?: (list: readonly Json[]) => Json;
  addLabel?: string;
  /** An empty list stays in the document. */
  keepEmpty?: boolean;
}

/** A list whose items can be added, taken away and put in another order. */
export function ListField(props: ListFieldProps) {
  const field = useField(props.path);
  if (field.value !== undefined && field.value !== null && !Array.isArray(field.value))
    return <JsonField path={props.path} label={props.label} description={props.description} />;
  return <ListItems {...props} list={field.value ?? []} />;
}

function ListItems({
  path,
  item,
  itemTitle,
  blank,
  addLabel,
  keepEmpty = false,
  hideLabel = false,
  list,
  ...texts
}: ListFieldProps & { list: readonly Json[] }) {
  const { t } = useTranslation("form");
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  const put = (next: readonly Json[]) => field.set(next.length === 0 && !keepEmpty ? undefined : next);
  const move = (from: number, to: number) => {
    const next = [...list];
    const [moved] = next.splice(from, 1);
    next.splice(to, 0, moved);
    put(next);
  };
  const fresh = () => (blank ? blank(list) : blankOf(field.root, field.schema.items));
  const tools = (index: number) =>
    field.readOnly ? null : (
      <Group gap={0} wrap="nowrap">
        <RowButton
          label={t("list.up", { number: index + 1 })}
          icon={ArrowUp}
          disabled={index === 0}
          onClick={() => move(index, index - 1)}
        />
        <RowButton
          label={t("list.down", { number: index + 1 })}
          icon={ArrowDown}
          disabled={index === list.length - 1}
          onClick={() => move(index, index + 1)}
        />
        <RemoveButton
          label={t("list.remove", { number: index + 1 })}
          onClick={() => put(list.filter((_, at) => at !== index))}
        />
      </Group>
    );
  return (
    <FieldFrame field={field} label={label} description={description} hideLabel={hideLabel} marked ownError>
      <Stack gap="xs">
        {list.map((value, index) => {
          const key = `${field.id}.${index}`;
          return itemTitle ? (
            <Box key={key} className={classes.card} data-field={key}>
              <Group justify="space-between" mb={6} wrap="nowrap">
                <Text size="sm" fw={500} truncate>
                  {itemTitle(value, index)}
                </Text>
                {tools(index)}
              </Group>
              {item([...path, index], index)}
            </Box>
          ) : (
            <Box key={key} className={classes.row}>
              <Box className={classes.grow}>{item([...path, index], index)}</Box>
              {tools(index)}
            </Box>
          );
        })}
        {list.length === 0 && field.readOnly && (
          <Text size="sm" c="dimmed">
            {t("none")}
          </Text>
        )}
        {!field.readOnly && (
          <AddButton label={addLabel ?? t("add")} onClick={() => put([...list, fresh()])} />
        )}
      </Stack>
    </FieldFrame>
  );
}

function blankOf(root: Field["root"], items: Json): Json {
  const standard = defaultsOf(root, items ?? {});
  if (standard !== undefined) return standard;
  const { schema } = readSchema(root, items);
  switch (widgetOf(root, schema)) {
    case "group":
    case "record":
    case "key-value":
      return {};
    case "number":
      return 0;
    case "boolean":
      return false;
    case "list":
    case "string-list":
      return [];
    case "json":
      return null;
    default:
      return "";
  }
}

type Field = ReturnType<typeof useField>;
