import { describe, expect, it, test } from "vitest";
import openapi from "@/api/openapi.json";
import { isObject, type Json, sameJson } from "@/components/schema-form/path";
import { type JsonSchema, propertiesOf, readSchema } from "@/components/schema-form/schema";
import type { FlowDocument, StepInstance } from "@/lib/definition/types";
import { ACTION_TYPES, flowSchema } from "../flow/flowSchema";
import { commonSchema } from "./commonSchema";
import { mentionsOf } from "./mentions";
import { detachedFields, linkedFields, merge, presetOf } from "./preset";
import { runOrder } from "./runOrder";
import { tabOf } from "./stepTabs";
import { reasonAgainst } from "./tabs/reasonAgainst";
import { changedFields, issuesAt } from "./useStepForm";

const step = (id: string, fields: Partial<StepInstance> = {}): StepInstance => ({
  stepInstanceId: id,
  stepType: "NO_OP",
  ...fields,
});
const flow = (...steps: StepInstance[]): FlowDocument => ({
  steps: Object.fromEntries(steps.map((each) => [each.stepInstanceId, each])),
  startStepInstanceId: steps[0]?.stepInstanceId ?? "",
});

describe("what the panel knows of common fields", () => {
  const server = openapi as JsonSchema;
  const component = (name: string): JsonSchema => {
    const found = openapi.components.schemas[name as keyof typeof openapi.components.schemas];
    return isObject(found) ? found : {};
  };
  /** The words that widgets read, of every property that both sides know. */
  const disagreements = (ours: JsonSchema, theirs: Json, at = ""): string[] => {
    const read = readSchema(server, theirs).schema;
    return propertiesOf(ours).flatMap(([name, property]) => {
      const other = propertiesOf(read).find(([key]) => key === name)?.[1];
      if (!other) return [`${at}${name} is not the server's`];
      const { schema } = readSchema(server, other);
      const words = ["minimum", "maximum", "format", "enum", "type"].filter(
        (word) => property[word] !== undefined && !sameJson(property[word], schema[word]),
      );
      const wrong = words.map((word) => `${at}${name}.${word}`);
      const items = isObject(property.items)
        ? disagreements(property.items, schema.items, `${at}${name}.`)
        : [];
      return [...wrong, ...items, ...disagreements(property, schema, `${at}${name}.`)];
    });
  };

  it("of a step agrees with the server", () => {
    expect(disagreements(commonSchema, component("StepInstance"))).toEqual([]);
  });

  it("of a flow agrees with the server, but for words of its own widgets", () => {
    const own = [
      "flowVariables.format",
      "defaultStepConfig.inferenceParameters.temperature is not the server's",
    ];
    const found = disagreements(flowSchema, component("FlowDefinition")).filter(
      (each) => !each.startsWith("defaultStepConfig.inference"),
    );
    expect(found.filter((each) => !own.includes(each))).toEqual([]);
    expect(component("CompletionActionType").enum).toEqual(ACTION_TYPES);
  });
});

test.each([
  ["transitions.0.condition", "next"],
  ["outputMappings.$.a", "mappings"],
  ["onError.retries.count", "errors"],
  ["delay.milliseconds", "more"],
  ["apiUrlTemplate.template", "settings"],
  ["", "settings"],
])("%s is on the tab %s", (field, tab) => expect(tabOf(field)).toBe(tab));

it("puts the steps in the order of a run, the unreached ones last", () => {
  const document = flow(
    step("a", {
      defaultNextStepInstanceId: "c",
      transitions: [{ condition: "$.x", nextStepInstanceId: "d", maxTransitions: 5 }],
    }),
    step("b"),
    step("c", { defaultNextStepInstanceId: "a" }),
    step("d"),
  );
  expect(runOrder(document)).toEqual(["a", "d", "c", "b"]);
});

it("counts the wires and expressions that a new id rewrites", () => {
  const document = flow(
    step("get", { defaultNextStepInstanceId: "use" }),
    step("use", {
      inputMappings: {
        a: "$.steps_output.get.data",
        b: "$.steps_output.get_2.data",
        c: "$.steps_output['get']",
      },
      onError: { fallbackStepInstanceId: "get", continueOnFailure: false },
    }),
  );
  expect(mentionsOf(document, "get")).toEqual({ wires: 1, texts: 2 });
});

describe("a preset of a step", () => {
  const given = step("one", {
    displayName: "Mine",
    position: { x: 1, y: 2 },
    defaultNextStepInstanceId: "two",
    onError: { retries: { count: 2 } as never, fallbackStepInstanceId: "two", continueOnFailure: false },
    apiHttpMethod: "GET",
    apiUrlTemplate: { template: "https://x" },
  });

  it("leaves out its name, its place and its wires", () => {
    expect(presetOf(given)).toEqual({
      stepType: "NO_OP",
      apiHttpMethod: "GET",
      apiUrlTemplate: { template: "https://x" },
      onError: { retries: { count: 2 }, continueOnFailure: false },
    });
  });

  it("is inherited where the step says the same, and copied back when it is let go of", () => {
    const preset = {
      stepType: "NO_OP",
      apiHttpMethod: "GET",
      apiUrlTemplate: { template: "https://other", query: { a: "1" } },
    };
    const linked = linkedFields(given, "p", 3, preset);
    expect(linked).toEqual({ apiHttpMethod: undefined, stepDefinitionId: "p", stepDefinitionVersion: 3 });
    const after = merge(given, linked) as StepInstance;
    const { apiHttpMethod: _, ...without }: StepInstance = {
      ...after,
      stepDefinitionId: "p",
      stepDefinitionVersion: 3,
    };
    expect(detachedFields(without, preset)).toEqual({
      apiHttpMethod: "GET",
      apiUrlTemplate: { template: "https://x", query: { a: "1" } },
      stepDefinitionId: undefined,
      stepDefinitionVersion: undefined,
    });
  });
});

describe("JSON that is to be a step", () => {
  const t = (key: string) => key;
  test.each([
    ['{"stepInstanceId":"a","stepType":"NO_OP"}', null],
    ["{", "json.invalid"],
    ["[]", "json.notObject"],
    ['{"stepInstanceId":"b","stepType":"NO_OP"}', "json.otherId"],
    ['{"stepInstanceId":"a"}', "json.noType"],
  ])("%s: %s", (text, reason) => expect(reasonAgainst(text, "a", t)).toBe(reason));
});

it("gives the fields in which two steps differ", () => {
  const before = step("a", { description: "x", disabled: true });
  expect(changedFields(before, { ...before, description: "y", fill: "red", disabled: undefined })).toEqual({
    description: "y",
    fill: "red",
    disabled: undefined,
  });
});

it("finds the problems of a field and of what is inside it", () => {
  const problem = (path: string) => ({
    code: "c",
    severity: "error" as const,
    path,
    message: "Wrong.",
    hint: "Mend it.",
  });
  const problems = [
    problem("/steps/a/transitions/0/condition"),
    problem("/steps/a/transitions"),
    problem("/steps/a/x"),
  ];
  expect(issuesAt(problems, ["transitions"])).toEqual([
    { message: "Wrong. Mend it.", severity: "error", inside: true },
    { message: "Wrong. Mend it.", severity: "error", inside: false },
  ]);
});
