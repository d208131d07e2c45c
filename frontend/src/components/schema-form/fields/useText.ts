import { useTranslation } from "react-i18next";
import "../texts";
import type { Field } from "../binding";
import { humanise } from "../schema";

/** What a field is called and what is said about it, unless the form around says otherwise. */
export interface FieldTextProps {
  label?: string | undefined;
  description?: string | undefined;
  placeholder?: string | undefined;
}

/** Label and description of a field: given, the form's own, by its key, or made of the key. */
export function useFieldTexts(
  field: Field,
  given: FieldTextProps = {},
): { label: string; description?: string } {
  const { t, i18n } = useTranslation("form");
  const key = field.id.split(".").at(-1) ?? "";
  const known = (part: string) =>
    !field.plainNames && i18n.exists(`form:fields.${key}.${part}`) ? t(`fields.${key}.${part}`) : undefined;
  const description = given.description ?? known("help") ?? field.description;
  const listed = /^\d+$/.test(key) ? t("item", { number: Number(key) + 1 }) : humanise(key);
  return {
    label: given.label ?? known("label") ?? field.label ?? listed,
    ...(description !== undefined && description !== "" && { description }),
  };
}
