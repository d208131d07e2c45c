import { Textarea } from "@mantine/core";
import { useRef } from "react";
import { pathInTemplate, usePathDrop } from "./drop";
import classes from "./form.module.css";

interface ExpressionInputProps {
  kind: "template" | "path" | "condition" | "text";
  value: string;
  onChange: (value: string) => void;
  label?: string | undefined;
  ariaLabel?: string | undefined;
  description?: string | undefined;
  error?: string | undefined;
  required?: boolean | undefined;
  readOnly?: boolean | undefined;
  placeholder?: string | undefined;
  rows?: number;
}

/** One text that is a template, a JSONPath or a condition. A path that is dropped on it goes in at the cursor. */
export function ExpressionInput(props: ExpressionInputProps) {
  const { kind, value, onChange, ariaLabel, rows = 1, readOnly = false, ...shown } = props;
  const input = useRef<HTMLTextAreaElement>(null);
  const { over, handlers } = usePathDrop(
    (path) => onChange(dropped(kind, value, path, input.current)),
    !readOnly,
  );
  return (
    <Textarea
      ref={input}
      {...shown}
      {...(ariaLabel !== undefined && { "aria-label": ariaLabel })}
      classNames={{ input: classes.mono }}
      data-over={over || undefined}
      value={value}
      readOnly={readOnly}
      autosize
      minRows={rows}
      maxRows={Math.max(rows, 16)}
      spellCheck={false}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...handlers}
    />
  );
}

/** The text after a path was dropped: paths replace, templates take it in at the cursor. */
export function dropped(
  kind: ExpressionInputProps["kind"],
  value: string,
  path: string,
  input: Pick<HTMLTextAreaElement, "selectionStart" | "selectionEnd"> | null,
): string {
  if (kind === "path") return path;
  const inTemplate = pathInTemplate(path);
  if (kind === "template" && value === "" && inTemplate === null) return path;
  const piece = kind === "template" && inTemplate !== null ? `{{ ${inTemplate} }}` : path;
  const from = input?.selectionStart ?? value.length;
  const to = input?.selectionEnd ?? value.length;
  return value.slice(0, from) + piece + value.slice(to);
}
