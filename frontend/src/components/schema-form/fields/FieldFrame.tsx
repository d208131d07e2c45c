import type { ReactNode } from "react";
import type { Field } from "../binding";
import { FieldBox } from "./FieldBox";
import { FieldError, FieldHelp, LabelRow } from "./LabelRow";

interface FieldFrameProps {
  field: Field;
  label: string;
  hideLabel: boolean;
  /** The label tells a field that must be filled in. */
  marked?: boolean;
  description: string | undefined;
  /** The field's own error, when its parts show theirs; else that of the field or any part of it. */
  ownError?: boolean;
  children: ReactNode;
}

/** A field of many rows: its label above, what is wrong with it and what it is for below. */
export function FieldFrame(props: FieldFrameProps) {
  const { field, label, hideLabel, marked = false, description, ownError = false, children } = props;
  return (
    <FieldBox id={field.id}>
      {!hideLabel && <LabelRow label={label} required={marked && field.required} />}
      {children}
      <FieldError text={ownError ? field.ownError : field.error} />
      {description !== undefined && <FieldHelp text={description} />}
    </FieldBox>
  );
}
