import { QueryClient } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import * as fc from "fast-check";
import type { ReactNode } from "react";
import { FormProvider } from "@/components/schema-form/binding";
import { isObject, type Json } from "@/components/schema-form/path";
import { type JsonSchema, propertiesOf, readSchema } from "@/components/schema-form/schema";
import { FormScopeContext } from "@/components/schema-form/scope";
import type { FlowDocument, StepInstance, StepType } from "@/lib/definition/types";
import palette from "@/lib/testing/palette.json?raw";
import { renderUi } from "@/lib/testing/render";
import { createEditorStore, EditorContext, type EditorStore } from "../../store";
import { useStepForm } from "./useStepForm";
import { useStepScope } from "./useStepScope";
import "./texts";

/** The palette as the server gives it. */
export const PALETTE: readonly StepType[] = JSON.parse(palette);

/** Draws a part of the step panel for a step of a flow with two steps, `one` and `two`. */
export function showStep(
  step: Partial<StepInstance>,
  part: (given: { step: StepInstance; type: StepType | undefined }) => ReactNode,
): EditorStore {
  const one: StepInstance = { stepInstanceId: "one", stepType: "NO_OP", ...step };
  const document: FlowDocument = {
    steps: { one, two: { stepInstanceId: "two", stepType: "NO_OP", displayName: "Second" } },
    startStepInstanceId: "one",
  };
  const store = createEditorStore({ flowId: "f", version: 1, document });
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  });
  client.setQueryData(["step-types"], PALETTE);
  renderUi(
    <EditorContext.Provider value={store}>
      <Around part={part} />
    </EditorContext.Provider>,
    client,
  );
  return store;
}

function Around({
  part,
}: {
  part: (given: { step: StepInstance; type: StepType | undefined }) => ReactNode;
}) {
  const { step, type, binding } = useStepForm("one");
  const scope = useStepScope();
  return (
    <FormProvider binding={binding}>
      <FormScopeContext.Provider value={scope}>{step && part({ step, type })}</FormScopeContext.Provider>
    </FormProvider>
  );
}

/** The step `one` as the document has it now. */
export function stepOne(store: EditorStore): StepInstance | undefined {
  return store.getState().document.steps.one;
}

/** Everything that the page shows: texts and what stands in fields. */
export function shownText(): string {
  const fields = [...document.querySelectorAll("input, textarea")].map((field) =>
    field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : "",
  );
  return [document.body.textContent ?? "", ...fields].join("\n");
}

/** The name that screen readers say for every text field. */
export function textFields(): HTMLElement[] {
  return screen.queryAllByRole("textbox", { hidden: true });
}

const word = fc.stringMatching(/^[a-z]{3,8}$/);
const BY_FORMAT: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  path: word.map((name) => `$.${name}`),
  condition: word.map((name) => `$.${name} == 1`),
  "document-condition": word.map((name) => `$.${name} == 1`),
  template: word.map((name) => `x {{ ${name} }}`),
  "template-json": fc.record({ key: word }),
  "json-schema": word.map((name) => ({ type: "object", properties: { [name]: { type: "string" } } })),
  "input-mappings": fc.dictionary(
    word,
    word.map((name) => `$.${name}`),
    { maxKeys: 2 },
  ),
  literals: fc.dictionary(word, fc.oneof(word, fc.integer(), fc.constant(null)), { maxKeys: 2 }),
};

/** Random values that a JSON Schema of the palette takes. */
export function valuesOf(root: JsonSchema, given: Json): fc.Arbitrary<Json> {
  const { schema } = readSchema(root, given);
  const marked = typeof schema.format === "string" ? BY_FORMAT[schema.format] : undefined;
  if (marked) return marked;
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if (Array.isArray(schema.anyOf)) {
    const options = schema.anyOf.filter((option) => isObject(option) && option.type !== "null");
    return fc.oneof(...options.map((option) => valuesOf(root, option)));
  }
  return plainValues(root, schema);
}

function plainValues(root: JsonSchema, schema: JsonSchema): fc.Arbitrary<Json> {
  const low = Number(schema.minimum ?? (schema.exclusiveMinimum === undefined ? 0 : 1));
  const high = Math.min(Number(schema.maximum ?? 50_000), 50_000);
  switch (schema.type) {
    case "string":
      return word;
    case "integer":
    case "number":
      return fc.integer({ min: low, max: high });
    case "boolean":
      return fc.boolean();
    case "array":
      return fc.uniqueArray(valuesOf(root, schema.items ?? { type: "string" }), {
        minLength: 1,
        maxLength: 2,
        selector: (item) => JSON.stringify(item),
      });
    case "object":
      return objectValues(root, schema);
    default:
      return word;
  }
}

function objectValues(root: JsonSchema, schema: JsonSchema): fc.Arbitrary<Json> {
  const properties = propertiesOf(schema);
  if (properties.length === 0)
    return fc.dictionary(word, valuesOf(root, schema.additionalProperties ?? {}), { minKeys: 1, maxKeys: 2 });
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  return fc.record(Object.fromEntries(properties.map(([name, inner]) => [name, valuesOf(root, inner)])), {
    requiredKeys: required,
  });
}

/** The leaves of a value with their dotted paths. */
export function leavesOf(value: Json, at = ""): [string, Json][] {
  if (typeof value !== "object" || value === null) return [[at, value]];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, at === "" ? key : `${at}.${key}`));
}
