import { Input, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/components/CodeEditor";

interface RunInputProps {
  /** What stands there at first. */
  value: unknown;
  onChange: (value: unknown) => void;
  /** Told whether what stands there can be sent. */
  onValid: (valid: boolean) => void;
}

/** The input of a run as JSON. */
export function RunInput({ value, onChange, onValid }: RunInputProps) {
  const { t } = useTranslation("flows");
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const [error, setError] = useState<string | null>(null);
  const type = (next: string) => {
    setText(next);
    try {
      onChange(JSON.parse(next));
      setError(null);
      onValid(true);
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
      onValid(false);
    }
  };
  return (
    <Stack gap={4}>
      <Input.Label component="div">{t("run.input")}</Input.Label>
      <CodeEditor value={text} onChange={type} language="json" height={220} ariaLabel={t("run.input")} />
      {error && <Input.Error role="alert">{t("run.notJson", { reason: error })}</Input.Error>}
    </Stack>
  );
}
