import { Input, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/components/CodeEditor";

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

/** A value to send, as JSON. */
export function PayloadField({ label, value, onChange, onValid }: PayloadFieldProps) {
  const { t } = useTranslation("flow-editor");
  const [text, setText] = useState(() => JSON.stringify(value ?? {}, null, 2));
  const [error, setError] = useState("");
  const type = (next: string) => {
    setText(next);
    try {
      onChange(JSON.parse(next));
      setError("");
      onValid(true);
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
      onValid(false);
    }
  };
  return (
    <Stack gap={4}>
      <Input.Label component="div">{label}</Input.Label>
      <CodeEditor value={text} onChange={type} height={220} ariaLabel={label} />
      {error && <Input.Error role="alert">{t("run.notJson", { reason: error })}</Input.Error>}
    </Stack>
  );
}
