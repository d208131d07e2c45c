import { Group, Input } from "@mantine/core";
import type { ReactNode } from "react";

/** A field's label with a control at the end of the line. */
export function LabelRow({
  label,
  required = false,
  children,
}: {
  label: string;
  required?: boolean;
  children?: ReactNode;
}) {
  return (
    <Group justify="space-between" align="center" gap="xs" mb={4} wrap="nowrap">
      <Input.Label labelElement="div" required={required}>
        {label}
      </Input.Label>
      {children}
    </Group>
  );
}

/** What is said about a field, below it. */
export function FieldHelp({ text }: { text: string }) {
  return <Input.Description mt={4}>{text}</Input.Description>;
}

/** What is wrong with a field, below it. */
export function FieldError({ text }: { text: string | undefined }) {
  return text === undefined ? null : (
    <Input.Error mt={4} role="status">
      {text}
    </Input.Error>
  );
}
