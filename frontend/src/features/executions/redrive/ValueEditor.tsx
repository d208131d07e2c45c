import { Button, Group, Input, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/components/CodeEditor";
import { parseExactly } from "@/lib/exactJson";
import { type Key, place, reach } from "@/lib/expressions/keys";
import { compilePath } from "@/lib/expressions/path";
import { isObject, type Json, MISSING } from "@/lib/expressions/types";

interface ValueEditorProps {
  root: Json;
  /** The place in it, `$.order.lines[0]`. */
  path: string;
  onChange: (root: Json) => void;
  onRemoved: () => void;
}

/** One value of a document as JSON: changed or taken away. */
export function ValueEditor({ root, path, onChange, onRemoved }: ValueEditorProps) {
  const { t } = useTranslation("redrive");
  const keys = compilePath(path).keys ?? [];
  const found = reach(root, keys);
  const [text, setText] = useState(() => JSON.stringify(found === MISSING ? null : found, null, 2) ?? "null");
  const [reason, setReason] = useState("");
  const label = t("context.at", { path });
  const apply = () => {
    try {
      const value = parseExactly<Json>(text);
      if (keys.length === 0 && !isObject(value)) throw new Error(t("context.notObject"));
      setReason("");
      onChange(place(root, keys, value));
    } catch (failure) {
      setReason(failure instanceof Error ? failure.message : String(failure));
    }
  };
  return (
    <Stack gap={4}>
      <Input.Label component="div">{label}</Input.Label>
      <CodeEditor
        value={text}
        onChange={setText}
        ariaLabel={label}
        onModEnter={apply}
        gutter={false}
        height={text.includes("\n") ? 140 : 40}
        invalid={reason !== ""}
      />
      {reason && <Input.Error role="alert">{t("context.invalid", { reason })}</Input.Error>}
      <Group gap="xs" justify="flex-end">
        {keys.length > 0 && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            onClick={() => {
              onChange(without(root, keys));
              onRemoved();
            }}
          >
            {t("context.remove")}
          </Button>
        )}
        <Button size="compact-sm" onClick={apply}>
          {t("context.apply")}
        </Button>
      </Group>
    </Stack>
  );
}

/** A copy of a document without the value at the keys. */
export function without(node: Json, [key, ...rest]: readonly Key[]): Json {
  if (key === undefined) return node;
  if (Array.isArray(node)) {
    if (rest.length === 0) return node.filter((_, index) => index !== key);
    return node.map((value, index) => (index === key ? without(value, rest) : value));
  }
  if (!isObject(node)) return node;
  const entries = Object.entries(node);
  if (rest.length === 0) return Object.fromEntries(entries.filter(([name]) => name !== key));
  return Object.fromEntries(
    entries.map(([name, value]) => [name, name === key ? without(value, rest) : value]),
  );
}
