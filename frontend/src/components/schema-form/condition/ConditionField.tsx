import { Alert, SegmentedControl, Stack } from "@mantine/core";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ExpressionInput } from "@/components/expression/ExpressionInput";
import { useField } from "../binding";
import { FieldBox } from "../fields/FieldBox";
import { JsonField } from "../fields/JsonField";
import { FieldError, FieldHelp, LabelRow } from "../fields/LabelRow";
import type { FieldProps } from "../fields/types";
import { useFieldTexts } from "../fields/useText";
import { ConditionBuilder } from "./ConditionBuilder";
import type { ConditionGroup, ConditionNode } from "./model";
import { readCondition } from "./read";
import { Verdict } from "./Verdict";
import { writeCondition } from "./write";

interface ConditionFieldProps extends FieldProps {
  /** `$` is a document of its own (a response body), not the context. */
  document?: boolean;
}

/** A condition as rows and groups, or as text. What the rows cannot show stays text. */
export function ConditionField({ path, document = false, ...texts }: ConditionFieldProps) {
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  if (field.value !== undefined && field.value !== null && typeof field.value !== "string")
    return <JsonField path={path} {...texts} />;
  return (
    <FieldBox id={field.id}>
      <ConditionInput
        label={label}
        description={description}
        error={field.error}
        required={field.required}
        readOnly={field.readOnly}
        document={document}
        value={field.value ?? ""}
        onChange={(text) => field.set(text === "" && !field.required ? undefined : text)}
      />
    </FieldBox>
  );
}

interface ConditionInputProps {
  label: string;
  description?: string | undefined;
  error?: string | undefined;
  required?: boolean;
  readOnly: boolean;
  document: boolean;
  value: string;
  onChange: (text: string) => void;
}

/** The two views of one condition, and below what the server says of it. */
function ConditionInput({
  label,
  description,
  error,
  required = false,
  readOnly,
  document,
  value,
  onChange,
}: ConditionInputProps) {
  const { t } = useTranslation("form");
  const written = useRef<{ text: string; group: ConditionGroup } | null>(null);
  const read = useMemo(() => readCondition(value), [value]);
  const group = written.current?.text === value ? written.current.group : read && asGroup(read);
  const [mode, setMode] = useState<"rows" | "text">(() =>
    value !== "" && read ? "rows" : value === "" ? "rows" : "text",
  );
  const build = (next: ConditionGroup) => {
    const text = writeCondition(next);
    written.current = { text, group: next };
    onChange(text);
  };
  return (
    <Stack gap={6}>
      <LabelRow label={label} required={required}>
        <SegmentedControl
          size="xs"
          aria-label={t("condition.view", { label })}
          value={mode}
          data={[
            { value: "rows", label: t("condition.rows") },
            { value: "text", label: t("condition.text") },
          ]}
          onChange={(next) => setMode(next === "text" ? "text" : "rows")}
        />
      </LabelRow>
      {mode === "rows" && group && (
        <ConditionBuilder blind={document} group={group} readOnly={readOnly} onChange={build} />
      )}
      {mode === "rows" && !group && (
        <Alert variant="light" color="gray" p="xs">
          {t("condition.onlyText")}
        </Alert>
      )}
      {(mode === "text" || !group) && (
        <ExpressionInput
          kind="condition"
          {...(document && { quiet: true, sample: null })}
          ariaLabel={label}
          error={error !== undefined}
          placeholder="$.order.total > 100 && !is_empty($.customer)"
          value={value}
          readOnly={readOnly}
          onChange={onChange}
          rows={2}
        />
      )}
      <Verdict text={value} truth={!document && mode === "rows" && group !== null} />
      <FieldError text={error} />
      {description !== undefined && <FieldHelp text={description} />}
    </Stack>
  );
}

function asGroup(node: ConditionNode): ConditionGroup {
  return node.kind === "group" ? node : { kind: "group", not: false, join: "and", items: [node] };
}
