import { Group, Input, SegmentedControl } from "@mantine/core";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/components/CodeEditor";
import { convertText, type FieldKind, kindOf, textOf, valueFrom } from "@/lib/expressions/encoding";
import type { Json } from "@/lib/expressions/types";
import type { Sample } from "@/lib/expressions/useEvaluation";
import { ExpressionInput, type ExpressionInputProps } from "./ExpressionInput";
import "./texts";

export type { FieldKind } from "@/lib/expressions/encoding";

export interface ExpressionFieldProps {
  /** The ways in which the value may be written, in order. With one there is no switch. */
  kinds?: readonly FieldKind[];
  /** A value of a definition: `$…` is a path, `$$…` a literal dollar, `{{ … }}` a template, anything else fixed. */
  value: Json;
  /** The value as it is saved; undefined when the field is empty. Not called for JSON that cannot be read. */
  onChange: (value: Json) => void;
  label: string;
  /** Shows no label above the field; it is named for screen readers only. */
  hideLabel?: boolean;
  description?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  readOnly?: boolean;
  placeholder?: string;
  rows?: number;
  sample?: Sample | null;
}

const ALL: readonly FieldKind[] = ["literal", "path", "template"];

/** A value that may be fixed, a JSONPath, a template or any JSON, with a switch that keeps what is written. */
export function ExpressionField(props: ExpressionFieldProps) {
  const { kinds = ALL, value, onChange, label, hideLabel = false } = props;
  const { t } = useTranslation("expression");
  const draft = useDraft(value, kinds);
  const [problem, setProblem] = useState<string | null>(null);
  const labelId = useId();

  const write = (text: string, kind: FieldKind) => {
    const found = valueFrom(text, kind);
    setProblem("error" in found ? t("json.invalid", { reason: found.error }) : null);
    draft.set(text, kind, "value" in found ? found.value : value);
    if ("value" in found) onChange(found.value);
  };
  const retype = (text: string) => write(text, typedKind(text, draft.kind, kinds));

  const error = problem ?? props.error;
  const rest: Partial<ExpressionInputProps> = {
    ...(props.placeholder !== undefined && { placeholder: props.placeholder }),
    ...(props.rows !== undefined && { rows: props.rows }),
    ...(props.sample !== undefined && { sample: props.sample }),
  };
  return (
    <Input.Wrapper description={props.description} error={error}>
      {(!hideLabel || kinds.length > 1) && (
        <Group justify="space-between" gap="xs" mb={4} wrap="nowrap">
          {hideLabel ? (
            <span />
          ) : (
            <Input.Label id={labelId} labelElement="div" required={props.required ?? false}>
              {label}
            </Input.Label>
          )}
          {kinds.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label={t("kindOf", { label })}
              value={draft.kind}
              disabled={props.readOnly ?? false}
              data={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
              onChange={(next) => {
                const kind = kinds.find((known) => known === next) ?? draft.kind;
                write(convertText(draft.text, draft.kind, kind), kind);
              }}
            />
          )}
        </Group>
      )}
      {draft.kind === "json" ? (
        <CodeEditor
          ariaLabel={label}
          value={draft.text}
          onChange={(text) => write(text, "json")}
          readOnly={props.readOnly ?? false}
          invalid={Boolean(error)}
          gutter={false}
          lint
        />
      ) : (
        <ExpressionInput
          kind={draft.kind === "literal" ? "text" : draft.kind}
          value={draft.text}
          onChange={retype}
          ariaLabel={label}
          required={props.required}
          readOnly={props.readOnly}
          {...rest}
        />
      )}
    </Input.Wrapper>
  );
}

/** Markup that is typed into fixed text makes a template of it: so the server reads it. */
function typedKind(text: string, kind: FieldKind, kinds: readonly FieldKind[]): FieldKind {
  return kind === "literal" && kinds.includes("template") && /\{\{|\{%/.test(text) ? "template" : kind;
}

interface Draft {
  text: string;
  kind: FieldKind;
  /** The value that the text stands for: when the field's value is another one, it came from outside. */
  value: Json;
}

/** The text and kind that a person sees. They follow the value when it is changed from outside. */
function useDraft(value: Json, kinds: readonly FieldKind[]) {
  const read = (): Draft => {
    const natural = kindOf(value);
    const kind = kinds.includes(natural) ? natural : (fallbackFor(natural, kinds) ?? natural);
    return { kind, text: textOf(value, kind), value };
  };
  const [draft, setDraft] = useState(read);
  const reader = useRef(read);
  reader.current = read;
  const isOurs = same(draft.value, value);
  useEffect(() => {
    if (!isOurs) setDraft(reader.current());
  }, [isOurs]);
  const shown = isOurs ? draft : read();
  return {
    ...shown,
    set: (text: string, kind: FieldKind, next: Json) => setDraft({ text, kind, value: next }),
  };
}

function fallbackFor(natural: FieldKind, kinds: readonly FieldKind[]): FieldKind | undefined {
  return natural === "literal" ? kinds[0] : undefined;
}

function same(left: Json, right: Json): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
