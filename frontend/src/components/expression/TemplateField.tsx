import { ExpressionInput, type ExpressionInputProps } from "./ExpressionInput";

/** A Liquid template, or a JSONPath when the whole text begins with `$`. */
export function TemplateField(props: Omit<ExpressionInputProps, "kind">) {
  return <ExpressionInput kind="template" {...props} />;
}
