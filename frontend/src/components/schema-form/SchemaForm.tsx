import { useField, useForm } from "./binding";
import { GroupBody } from "./fields/AutoField";
import { JsonField } from "./fields/JsonField";
import { isObject } from "./path";

/**
 * A form for an object, made of the JSON Schema of the form part around. `except` names properties that are drawn
 * elsewhere. Properties that the schema does not know are shown as JSON, never dropped.
 */
export function SchemaForm({ except = [] }: { except?: readonly string[] }) {
  const { value, schema } = useForm();
  const field = useField([]);
  if (value !== undefined && value !== null && !isObject(value))
    return <JsonField path={[]} label={field.label} />;
  return <GroupBody path={[]} schema={schema} value={value} except={except} />;
}
