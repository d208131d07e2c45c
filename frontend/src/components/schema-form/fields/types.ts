import type { FieldPath } from "../path";
import type { FieldTextProps } from "./useText";

/** What every field widget takes: where the value lies, and other texts than the usual ones. */
export interface FieldProps extends FieldTextProps {
  path: FieldPath;
  /** Names the field to screen readers only. */
  hideLabel?: boolean;
}
