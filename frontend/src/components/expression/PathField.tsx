import { ExpressionInput, type ExpressionInputProps } from "./ExpressionInput";

/** A JSONPath on the context. */
export function PathField(props: Omit<ExpressionInputProps, "kind">) {
  return <ExpressionInput kind="path" {...props} />;
}
