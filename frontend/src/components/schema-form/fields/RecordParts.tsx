import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "../form.module.css";
import { RemoveButton } from "../RowButton";
import type { RecordRow, RecordRows } from "./rows";

interface PartProps {
  table: RecordRows;
  row: RecordRow;
}

interface KeyInputProps extends PartProps {
  ariaLabel: string;
  placeholder: string;
  readOnly: boolean;
  mono?: boolean;
}

/** The key of a row, with what is wrong with it. */
export function KeyInput({ table, row, ariaLabel, placeholder, readOnly, mono = false }: KeyInputProps) {
  const { t } = useTranslation("form");
  const problem = table.problem(row);
  return (
    <TextInput
      className={classes.grow}
      classNames={mono ? { input: classes.mono } : {}}
      aria-label={ariaLabel}
      placeholder={placeholder}
      value={row.key}
      readOnly={readOnly}
      error={problem === null ? undefined : t(`row.${problem}`)}
      onChange={(event) => table.setKey(row.id, event.currentTarget.value)}
    />
  );
}

/** Takes a row with its key away. */
export function RemoveRow({ table, row }: PartProps) {
  const { t } = useTranslation("form");
  return (
    <RemoveButton
      label={t("row.remove", { key: row.key || t("row.new") })}
      onClick={() => table.remove(row.id)}
    />
  );
}
