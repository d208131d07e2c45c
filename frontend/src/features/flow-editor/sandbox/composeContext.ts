import { stepsBefore } from "@/lib/definition/edges";
import type { FlowDocument, StepInstance } from "@/lib/definition/types";
import { type Key, place, reach } from "@/lib/expressions/keys";
import { compilePath, readPath } from "@/lib/expressions/path";
import { scopeOf } from "@/lib/expressions/scope";
import { isObject, type Json, type JsonObject, MISSING } from "@/lib/expressions/types";

/** Whether a step holds an output that stands for what it would give. */
export function isPinned(step: StepInstance): boolean {
  return step.pinnedOutput !== undefined && step.pinnedOutput !== null;
}

/** The steps that may run before this one and have a pinned output, in the order of the document. */
function pinnedBefore(document: FlowDocument, stepId: string): StepInstance[] {
  const before = stepsBefore(document, stepId);
  return Object.entries(document.steps).flatMap(([id, step]) =>
    id !== stepId && before.has(id) && isPinned(step) ? [step] : [],
  );
}

/** A context as a run would have it before the step, made of an input and the pinned outputs of earlier steps. */
export function composeContext(document: FlowDocument, stepId: string, input: JsonObject): JsonObject {
  let root: JsonObject = { ...input, steps_output: {}, flow_variables: document.flowVariables ?? {} };
  for (const step of pinnedBefore(document, stepId)) root = withOutput(root, step);
  return { ...root, initialContextData: input };
}

function withOutput(root: JsonObject, step: StepInstance): JsonObject {
  const output: Json = step.pinnedOutput;
  const mappings = step.outputMappings ?? { [`$.steps_output['${step.stepInstanceId}']`]: "$" };
  let next: Json = root;
  for (const [target, source] of Object.entries(mappings)) {
    const value = found(typeof source === "string" ? source : source.path, output);
    const keys = targetKeys(target);
    if (value !== MISSING && keys?.length) next = place(next, keys, value);
  }
  return isObject(next) ? next : root;
}

function found(path: string, output: Json): Json {
  try {
    const compiled = compilePath(path);
    return compiled.keys ? reach(output, compiled.keys) : readPath(compiled, scopeOf(output));
  } catch {
    return MISSING;
  }
}

function targetKeys(target: string): Key[] | null {
  try {
    return compilePath(target).keys;
  } catch {
    return null;
  }
}

let last: { parts: readonly unknown[]; context: JsonObject } | null = null;

/** The same; the same parts give the same object, so that what reads it need not be told of other changes. */
export function composedContext(document: FlowDocument, stepId: string, input: JsonObject): JsonObject {
  const parts = [stepId, input, document.flowVariables, ...pinnedBefore(document, stepId)];
  if (last && last.parts.length === parts.length && parts.every((part, at) => part === last?.parts[at]))
    return last.context;
  const context = composeContext(document, stepId, input);
  last = { parts, context };
  return context;
}
