import { expect, it } from "vitest";
import type { SandboxVisit } from "@/api/sandbox/runFlow";
import type { FlowDocument, StepType } from "@/lib/definition/types";
import { documentOf } from "@/lib/testing/documents";
import { composeContext, composedContext } from "./composeContext";
import { contextBefore } from "./contextBefore";
import { exampleOf } from "./flowInput";
import { pathOfPointer } from "./output/ChangesView";
import { adviceFor } from "./output/ErrorBox";
import { effectsOf, isEffectful, stepAsk } from "./running";
import { parseTyped } from "./useStepSample";

const flow = documentOf({
  schemaVersion: "1",
  flowVariables: { limit: 5 },
  steps: {
    one: {
      stepInstanceId: "one",
      stepType: "NO_OP",
      pinnedOutput: { a: 1 },
      defaultNextStepInstanceId: "two",
    },
    two: {
      stepInstanceId: "two",
      stepType: "NO_OP",
      pinnedOutput: { b: [7, 8] },
      outputMappings: { "$.found.second": { path: "$.b[1]", required: true }, "$.gone": "$.nope" },
      defaultNextStepInstanceId: "three",
    },
    three: { stepInstanceId: "three", stepType: "NO_OP", pinnedOutput: { c: 1 } },
  },
});

it("a context is composed of the input and of what pinned steps before would have written", () => {
  expect(composeContext(flow, "three", { order: 1 })).toEqual({
    order: 1,
    steps_output: { one: { a: 1 } },
    found: { second: 8 },
    flow_variables: { limit: 5 },
    initialContextData: { order: 1 },
  });
});

it("a composed context stays the same object while its parts do", () => {
  const input = {};
  const first = composedContext(flow, "three", input);
  const renamed = {
    ...flow,
    steps: { ...flow.steps, three: { ...flow.steps.three, displayName: "x" } },
  } as FlowDocument;
  expect(composedContext(renamed, "three", input)).toBe(first);
  expect(composedContext({ ...flow, flowVariables: {} }, "three", input)).not.toBe(first);
});

const visit = (stepInstanceId: string, path: string, contextDiff: SandboxVisit["contextDiff"]) => ({
  stepInstanceId,
  path,
  contextDiff,
});
const visits = [
  visit("one", "one", [{ op: "add", path: "/steps_output/one", value: { a: 1 } }]),
  visit("in", "fork[0].in", [{ op: "add", path: "/output", value: 9 }]),
  visit("two", "two", [{ op: "replace", path: "/order", value: 2 }]),
];

it("the context before a step of a sandbox run has the changes of the visits before, those of branches apart", () => {
  const begin = { input: { order: 1 }, flowVariables: { limit: 5 } };
  expect(contextBefore(visits, "two", begin)).toEqual({
    order: 1,
    steps_output: { one: { a: 1 } },
    flow_variables: { limit: 5 },
    initialContextData: { order: 1 },
  });
  expect(contextBefore(visits, "never", begin)).toBeNull();
});

const call = { stepInstanceId: "call", stepType: "API_CALL" };
const callType = { sideEffects: "idempotent" } as StepType;

it.each([
  [{ ...call }, callType, false],
  [{ ...call, apiHttpMethod: "POST" }, callType, true],
  [{ ...call, apiHttpMethod: "GET", sideEffects: "keyed" as const }, callType, true],
  [{ ...call, stepType: "LLM_INVOCATION" }, callType, true],
  [{ ...call, stepType: "NO_OP" }, { sideEffects: "none" } as StepType, false],
  [{ ...call, sideEffects: "none" as const, apiHttpMethod: "POST" }, callType, false],
])("%j is worth asking about: %j %s", (step, type, expected) => {
  expect(isEffectful(step, type)).toBe(expected);
});

it("the step's own word on its effects goes before its type's", () => {
  expect(effectsOf({ ...call, sideEffects: "at-most-once" }, callType)).toBe("at-most-once");
  expect(effectsOf(call, callType)).toBe("idempotent");
  expect(effectsOf(call, undefined)).toBe("none");
});

it("a step is tried on the recorded moment itself when the sample is from a run, else on the context", () => {
  const recorded = { context: { a: 1 }, visit: { executionId: "e", seq: 4 } };
  expect(stepAsk({ document: flow, stepId: "two", sample: recorded, dryRun: true })).toEqual({
    definition: flow,
    stepInstanceId: "two",
    dryRun: true,
    executionId: "e",
    seq: 4,
  });
  const typed = { context: { a: 1, execution: { id: "e" }, currentItem: 2 }, visit: null };
  expect(stepAsk({ document: flow, stepId: "two", sample: typed, dryRun: false })).toEqual({
    definition: flow,
    stepInstanceId: "two",
    dryRun: false,
    context: { a: 1, currentItem: 2 },
  });
});

it("a typed context is an object, nothing typed an empty one", () => {
  expect(parseTyped(" ")).toEqual({ context: {}, error: null });
  expect(parseTyped('{"a": 1}').context).toEqual({ a: 1 });
  expect(parseTyped("[1]").error?.message).toBe("The context must be a JSON object.");
  expect(parseTyped("{").error).toBeInstanceOf(Error);
});

it.each([
  [
    { type: "object", properties: { a: { type: "string" }, b: { type: "integer", default: 3 } } },
    { a: "", b: 3 },
  ],
  [{ enum: ["x", "y"] }, "x"],
  [{ type: ["array", "null"] }, []],
  [{ properties: { inner: { examples: [{ k: 1 }] } } }, { inner: { k: 1 } }],
  [{ const: 5 }, 5],
  [{}, undefined],
])("an example of %j is %j", (schema, example) => {
  expect(exampleOf(schema)).toEqual(example);
});

it("a pointer is shown as the path that people write", () => {
  expect(pathOfPointer("/order/lines/0/a~1b")).toBe("$.order.lines[0]['a/b']");
});

it.each([
  ["TransientStepError", "http_503", "transient"],
  ["PermanentStepError", "egress_blocked", "egress"],
  ["MappingError", "undefined_variable", "mapping"],
  ["ContentStepError", "invalid_json", "content"],
  ["SecurityViolationError", "forbidden", "security"],
  ["PermanentStepError", "http_404", "permanent"],
])("%s %s is advised on as %s", (errorName, code, advice) => {
  expect(adviceFor({ errorName, code })).toBe(advice);
});
