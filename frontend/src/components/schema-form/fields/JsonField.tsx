import { JsonInput } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { parseExactly } from "@/lib/exactJson";
import { useField } from "../binding";
import classes from "../form.module.css";
import { type Json, sameJson } from "../path";
import { FieldBox } from "./FieldBox";
import type { FieldProps } from "./types";
import { useFieldTexts } from "./useText";

/** Any JSON as text. Text that is no JSON stays in the field with its error, and the value stays as it was. */
export function JsonField({ path, hideLabel, placeholder, ...texts }: FieldProps) {
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  return (
    <FieldBox id={field.id}>
      <JsonText
        {...(hideLabel ? { ariaLabel: label } : { label, description })}
        value={field.value}
        onChange={field.set}
        readOnly={field.readOnly}
        error={field.error}
        placeholder={placeholder}
        required={field.required}
      />
    </FieldBox>
  );
}

interface JsonTextProps {
  value: Json;
  onChange: (value: Json) => void;
  label?: string | undefined;
  ariaLabel?: string | undefined;
  description?: string | undefined;
  error?: string | undefined;
  placeholder?: string | undefined;
  readOnly?: boolean;
  required?: boolean;
  /** Whether the text is JSON: while it is not, the value is an older one. */
  onValid?: ((valid: boolean) => void) | undefined;
}

/** A JSON value as text; an empty text is no value. */
export function JsonText(props: JsonTextProps) {
  const { value, onChange, ariaLabel, error, onValid, ...shown } = props;
  const { t } = useTranslation("form");
  const [text, setText] = useState(() => written(value));
  const [refused, setRefused] = useState<string | null>(null);
  const known = useRef(value);
  if (!sameJson(known.current, value)) {
    known.current = value;
    setText(written(value));
    setRefused(null);
  }
  const edit = (next: string) => {
    setText(next);
    try {
      const parsed = next.trim() === "" ? undefined : parseExactly<Json>(next);
      setRefused(null);
      known.current = parsed;
      onValid?.(true);
      if (!sameJson(parsed, value)) onChange(parsed);
    } catch (problem) {
      setRefused(t("json.invalid", { reason: problem instanceof Error ? problem.message : "" }));
      onValid?.(false);
    }
  };
  return (
    <JsonInput
      {...shown}
      {...(ariaLabel !== undefined && { "aria-label": ariaLabel })}
      classNames={{ input: classes.mono }}
      value={text}
      error={refused ?? error}
      autosize
      minRows={1}
      maxRows={18}
      spellCheck={false}
      onChange={edit}
    />
  );
}

function written(value: Json): string {
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}
