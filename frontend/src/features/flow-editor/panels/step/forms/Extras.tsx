import { useField } from "@/components/schema-form/binding";
import { JsonField } from "@/components/schema-form/fields/JsonField";
import { type FieldPath, isObject } from "@/components/schema-form/path";

/** Fields of an object that the form around does not know, as JSON; an object that is none, as a whole. */
export function Extras({ path, known }: { path: FieldPath; known: readonly string[] }) {
  const { value } = useField(path);
  if (value === undefined || value === null) return null;
  if (!isObject(value)) return <JsonField path={path} />;
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => <JsonField key={key} path={[...path, key]} />);
}
