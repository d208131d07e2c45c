import { createContext, type ReactNode, useContext, useMemo } from "react";
import { dotted, type FieldPath, getIn, type Json } from "./path";
import { isRequired, type JsonSchema, readSchema, schemaAt, titleOf } from "./schema";

/** Something to say below a field. */
export interface FieldIssue {
  message: string;
  severity: "error" | "warning";
  /** It is about a part of the field. */
  inside: boolean;
}

/** What a form edits. `set` with undefined takes a field away. */
export interface FormBinding {
  value: Json;
  schema: JsonSchema;
  readOnly: boolean;
  set: (path: FieldPath, value: Json) => void;
  issues: (path: FieldPath) => readonly FieldIssue[];
  /** Labels and helps by the last key of a path, or by the whole dotted path. */
  label?: (path: FieldPath) => { label?: string; description?: string };
  /** Names of fields are a person's own data: they are shown as their schema says, not as our words for them. */
  plainNames?: boolean;
  /** A chosen default is written, not taken away: what lies beneath (a preset) may say otherwise. */
  keepsDefaults?: boolean;
}

interface Placed {
  binding: FormBinding;
  prefix: FieldPath;
}

const FormContext = createContext<Placed | null>(null);

/** Gives the fields below the value that they edit. */
export function FormProvider({ binding, children }: { binding: FormBinding; children: ReactNode }) {
  const placed = useMemo(() => ({ binding, prefix: [] }), [binding]);
  return <FormContext.Provider value={placed}>{children}</FormContext.Provider>;
}

/** Puts the fields below inside a part of the value: their paths are relative to it. */
export function FormPart({ path, children }: { path: FieldPath; children: ReactNode }) {
  const { binding, prefix } = usePlaced();
  const key = dotted([...prefix, ...path]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for prefix and path
  const placed = useMemo(() => ({ binding, prefix: [...prefix, ...path] }), [binding, key]);
  return <FormContext.Provider value={placed}>{children}</FormContext.Provider>;
}

function usePlaced(): Placed {
  const placed = useContext(FormContext);
  if (!placed) throw new Error("A field belongs inside a FormProvider.");
  return placed;
}

/** The form around, for widgets that edit more than one field. Paths are relative to the part they are in. */
export function useForm(): Pick<FormBinding, "value" | "readOnly" | "set" | "issues"> & {
  schema: JsonSchema;
  absolute: (path: FieldPath) => FieldPath;
} {
  const { binding, prefix } = usePlaced();
  const absolute = (path: FieldPath) => [...prefix, ...path];
  return {
    value: getIn(binding.value, prefix),
    schema: readSchema(binding.schema, schemaAt(binding.schema, prefix)).schema,
    readOnly: binding.readOnly,
    set: (path, value) => binding.set(absolute(path), value),
    issues: (path) => binding.issues(absolute(path)),
    absolute,
  };
}

/** One field of the form around. */
export interface Field {
  /** Absolute, dotted: the name in addresses and in the page. */
  id: string;
  value: Json;
  /** The schema, `$ref` and null taken out. */
  schema: JsonSchema;
  root: JsonSchema;
  nullable: boolean;
  required: boolean;
  readOnly: boolean;
  keepsDefaults: boolean;
  plainNames: boolean;
  label: string | undefined;
  description: string | undefined;
  issues: readonly FieldIssue[];
  /** What is wrong with the field or any part of it. */
  error: string | undefined;
  /** What is wrong with the field itself: its parts say theirs. */
  ownError: string | undefined;
  set: (value: Json) => void;
}

/** The field at a path that is relative to the form part around. */
export function useField(path: FieldPath): Field {
  const { binding, prefix } = usePlaced();
  const whole = [...prefix, ...path];
  const given = schemaAt(binding.schema, whole);
  const { schema, nullable } = readSchema(binding.schema, given);
  const key = String(whole.at(-1) ?? "");
  const parent = readSchema(binding.schema, schemaAt(binding.schema, whole.slice(0, -1))).schema;
  const texts = binding.label?.(whole);
  const issues = binding.issues(whole);
  return {
    id: dotted(whole),
    value: getIn(binding.value, whole),
    schema,
    root: binding.schema,
    nullable,
    required: isRequired(parent, key),
    readOnly: binding.readOnly,
    keepsDefaults: binding.keepsDefaults ?? false,
    plainNames: binding.plainNames ?? false,
    label: texts?.label ?? (binding.plainNames ? textOf(given.title) : titleOf(given, key)),
    description: texts?.description ?? textOf(given.description),
    issues,
    error: sentence(issues),
    ownError: sentence(issues.filter((issue) => !issue.inside)),
    set: (value) => binding.set(whole, value),
  };
}

function sentence(issues: readonly FieldIssue[]): string | undefined {
  return issues.length > 0 ? issues.map((issue) => issue.message).join(" ") : undefined;
}

function textOf(value: Json): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
