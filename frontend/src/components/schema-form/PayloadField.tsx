import { Input, Stack } from "@mantine/core";
import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/problem";
import { CodeEditor } from "@/components/CodeEditor";
import { parseExactly } from "@/lib/exactJson";
import { InputForm, isFillable } from "./InputForm";
import "./texts";

interface PayloadFieldProps {
  /** A JSON Schema of the value; null when any JSON will do. */
  schema: Record<string, unknown> | null;
  label: string;
  value: unknown;
  onChange: (value: unknown) => void;
  onValid: (valid: boolean) => void;
  /** What the server said against the value. */
  error: unknown;
}

/** A value to send: a form when its schema says enough for one, else JSON. */
export function PayloadField(props: PayloadFieldProps) {
  const { schema, label, value, onChange, onValid, error } = props;
  const errors = useMemo(() => fieldErrors(error), [error]);
  const leave = useEffectEvent(() => onValid(true));
  // Another field in its place begins with what was valid last.
  useEffect(() => () => leave(), []);
  if (schema === null || !isFillable(schema)) return <JsonPayload {...props} />;
  return (
    <InputForm
      schema={schema}
      label={label}
      value={value}
      onChange={onChange}
      onValid={onValid}
      errors={errors}
      showMissing={error !== null}
    />
  );
}

/** The server's messages by JSON Pointer inside the value. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(
    (error.problem.errors ?? []).map(({ path, message }) => [
      `/${path.replaceAll(".", "/").replace(/^\/?((input|payload)(\/|$))?/, "")}`,
      message,
    ]),
  );
}

function JsonPayload({ label, value, onChange, onValid }: PayloadFieldProps) {
  const { t } = useTranslation("form");
  const [text, setText] = useState(() => JSON.stringify(value ?? {}, null, 2));
  const [reason, setReason] = useState("");
  const type = (next: string) => {
    setText(next);
    try {
      onChange(parseExactly(next));
      setReason("");
      onValid(true);
    } catch (failure) {
      setReason(failure instanceof Error ? failure.message : String(failure));
      onValid(false);
    }
  };
  return (
    <Stack gap={4}>
      <Input.Label component="div">{label}</Input.Label>
      <CodeEditor value={text} onChange={type} height={220} ariaLabel={label} />
      {reason && <Input.Error role="alert">{t("json.invalid", { reason })}</Input.Error>}
    </Stack>
  );
}
