import { Input, Popover } from "@mantine/core";
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { dropPath } from "@/lib/expressions/dropPath";
import { tokensOf } from "@/lib/expressions/tokens";
import type { Evaluation, ExpressionKind } from "@/lib/expressions/types";
import { type Sample, useEvaluation } from "@/lib/expressions/useEvaluation";
import syntax from "../syntax.module.css";
import styles from "./Expression.module.css";
import { comboboxProps, described, withLocal } from "./fieldProps";
import { Result } from "./Result";
import { Suggestions } from "./Suggestions";
import { useExpressionScope } from "./scope";
import { useCompletion } from "./useCompletion";
import { usePathDrop } from "./usePathDrop";
import "./texts";

interface ExpressionInputProps {
  /** "text" is fixed text: no colours, no completion, no result. */
  kind: ExpressionKind | "text";
  value: string;
  onChange: (value: string) => void;
  label?: ReactNode;
  /** The name for screen readers where there is no visible label. */
  ariaLabel?: string | undefined;
  description?: ReactNode;
  error?: ReactNode;
  required?: boolean | undefined;
  readOnly?: boolean | undefined;
  placeholder?: string | undefined;
  /** The least number of lines; 1 if absent. The field grows with its text. */
  rows?: number;
  /** A context to evaluate on instead of the one around. */
  sample?: Sample | null;
  /** Hides the live result under the field. */
  quiet?: boolean;
  /** Hears what the text gives on the sample. */
  onEvaluation?: (evaluation: Evaluation | null) => void;
  onBlur?: () => void;
}

/**
 * One text that is a path, a template or a condition: coloured, completed from the sample and from what earlier steps
 * write, with its live result below. A path that is dragged onto it goes in at the cursor.
 */
export function ExpressionInput(props: ExpressionInputProps) {
  const { kind, value, onChange, readOnly = false, rows = 1, quiet = false } = props;
  const { t } = useTranslation("expression");
  const id = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<number | null>(null);
  const { sample, shape } = useExpressionScope(props.sample);

  const write = (text: string, position: number) => {
    caret.current = position;
    onChange(text);
  };
  const completion = useCompletion({
    kind,
    root: () => ({ value: withLocal(kind, sample), shape: shape() }),
    input,
    onChange: write,
  });
  useLayoutEffect(() => {
    if (caret.current === null || !input.current) return;
    input.current.focus();
    input.current.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  const { over, handlers } = usePathDrop((path) => {
    const { selectionStart: start = value.length, selectionEnd: end = value.length } = input.current ?? {};
    const text = dropPath(kind, value, path, { start, end });
    write(text, end + text.length - value.length);
  }, !readOnly);
  const name = props.ariaLabel ?? (typeof props.label === "string" ? props.label : t("result.is"));
  const listId = `${id}-list`;
  const open = completion.list !== null;

  return (
    <Input.Wrapper
      id={id}
      label={props.label}
      description={props.description}
      error={props.error}
      required={props.required ?? false}
    >
      <Popover
        opened={open}
        position="bottom-start"
        width="target"
        offset={4}
        trapFocus={false}
        withRoles={false}
        shadow="md"
      >
        <Popover.Target>
          <div
            className={`${syntax.box} ${styles.box}`}
            data-invalid={props.error ? true : undefined}
            data-readonly={readOnly || undefined}
            data-over={over || undefined}
          >
            <Layer kind={kind} text={value} rows={rows} />
            <textarea
              ref={input}
              id={id}
              className={styles.input}
              rows={1}
              value={value}
              readOnly={readOnly}
              placeholder={props.placeholder ?? (kind === "text" ? undefined : t(`placeholder.${kind}`))}
              spellCheck={false}
              autoCapitalize="off"
              autoComplete="off"
              {...comboboxProps(kind, listId, completion)}
              aria-label={props.ariaLabel}
              aria-describedby={described(id, props)}
              aria-invalid={props.error ? true : undefined}
              aria-required={props.required || undefined}
              {...handlers}
              onChange={(event) => {
                onChange(event.currentTarget.value);
                completion.look(event.currentTarget);
              }}
              onKeyDown={(event) => {
                if (!completion.onKey(event)) return;
                event.preventDefault();
                event.stopPropagation();
              }}
              onClick={completion.close}
              onBlur={() => {
                completion.close();
                props.onBlur?.();
              }}
            />
          </div>
        </Popover.Target>
        <Popover.Dropdown p={0}>
          <Suggestions id={listId} label={t("suggestions", { label: name })} state={completion} />
        </Popover.Dropdown>
      </Popover>
      {!quiet && kind !== "text" && (
        <LiveResult
          kind={kind}
          text={value}
          sample={sample}
          onUse={readOnly ? undefined : (segment, nearest) => onChange(replaceLast(value, segment, nearest))}
          onEvaluation={props.onEvaluation}
          told={Boolean(props.error)}
        />
      )}
    </Input.Wrapper>
  );
}

function Layer({ kind, text, rows }: { kind: ExpressionInputProps["kind"]; text: string; rows: number }) {
  const tokens = tokensOf(kind, text);
  return (
    <div aria-hidden className={styles.layer} style={{ minHeight: rows * 20 + 14 }}>
      {tokens.map((token, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no other name than their place
        <span key={index} className={syntax[token.kind]}>
          {token.text}
        </span>
      ))}
      {"\u200b"}
    </div>
  );
}

interface LiveResultProps {
  kind: ExpressionKind;
  text: string;
  sample: Sample | null;
  onUse: ((segment: string, name: string) => void) | undefined;
  onEvaluation: ExpressionInputProps["onEvaluation"];
  /** The field says already what is wrong. */
  told: boolean;
}

/** A part of its own, so that an answer renders only this line. */
function LiveResult({ kind, text, sample, onUse, onEvaluation, told }: LiveResultProps) {
  const worth = kind !== "template" || /\{\{|\{%|^\$/.test(text);
  const evaluation = useEvaluation(worth ? kind : null, text, sample);
  useLayoutEffect(() => onEvaluation?.(evaluation), [evaluation, onEvaluation]);
  if (told && evaluation?.outcome === "error") return null;
  return <Result evaluation={evaluation} condition={kind === "condition"} {...(onUse && { onUse })} />;
}

function replaceLast(text: string, segment: string, name: string): string {
  const at = text.lastIndexOf(segment);
  return at < 0 ? text : text.slice(0, at) + name + text.slice(at + segment.length);
}
