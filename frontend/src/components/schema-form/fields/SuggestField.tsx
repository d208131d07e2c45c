import { Autocomplete } from "@mantine/core";
import { useField } from "../binding";
import { FieldBox } from "./FieldBox";
import { JsonField } from "./JsonField";
import type { FieldProps } from "./types";
import { useFieldTexts } from "./useText";

/** A text with suggestions; any other text, a template too, may be written. */
export function SuggestField({
  path,
  placeholder,
  suggestions,
  ...texts
}: FieldProps & { suggestions: readonly string[] }) {
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  if (field.value !== undefined && field.value !== null && typeof field.value !== "string")
    return <JsonField path={path} {...texts} />;
  return (
    <FieldBox id={field.id}>
      <Autocomplete
        label={label}
        description={description}
        placeholder={placeholder}
        data={[...new Set(suggestions)]}
        value={field.value ?? ""}
        required={field.required}
        readOnly={field.readOnly}
        error={field.error}
        onChange={(text) => field.set(text === "" && !field.required ? undefined : text)}
      />
    </FieldBox>
  );
}
