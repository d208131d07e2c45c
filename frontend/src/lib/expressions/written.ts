import { branchesOf, stepsBefore } from "@/lib/definition/edges";
import type { FlowDocument, StepInstance, StepType } from "@/lib/definition/types";
import { compilePath } from "./path";
import { putShape, type Shape, shapeOfSchema, typeWord } from "./shape";
import { isObject, type Json } from "./types";

const EXECUTION: Shape = {
  type: "object",
  from: "this run",
  members: Object.fromEntries(
    ["id", "flowId", "flowVersion", "startedAt", "trigger", "attempt", "now"].map((name) => [
      name,
      { from: "this run" },
    ]),
  ),
};
const ERROR: Shape = {
  type: "object",
  from: "the step that failed",
  members: Object.fromEntries(
    ["errorName", "message", "stepInstanceId", "attempts", "details"].map((name) => [
      name,
      { from: "the step that failed" },
    ]),
  ),
};

/**
 * What is known of the context before a step without any run: the input's schema, the flow variables, what steps
 * before it write, and the views that it may read. `typeOf` gives the palette entry of a step.
 */
export function writtenShape(
  document: FlowDocument,
  stepId: string,
  typeOf: (step: StepInstance) => StepType | undefined,
): Shape {
  const input = shapeOfSchema(document.inputSchema, "input");
  let root: Shape = { ...input, members: { ...input.members } };
  root = putShape(root, ["flow_variables"], shapeOfValue(document.flowVariables ?? {}, "flow variable"));
  root = putShape(root, ["steps_output"], { type: "object" });
  for (const id of stepsBefore(document, stepId)) {
    const step = document.steps[id];
    if (step) root = withStep(root, id, step, outputShape(step, typeOf(step)));
  }
  root = putShape(root, ["initialContextData"], { ...input, type: "object", from: "input" });
  root = putShape(root, ["execution"], EXECUTION);
  if (inBranch(document, stepId)) root = withItem(root);
  return afterError(document, stepId) ? putShape(root, ["error"], ERROR) : root;
}

function withItem(root: Shape): Shape {
  const withCurrent = putShape(root, ["currentItem"], { from: "the fork's item" });
  return putShape(withCurrent, ["currentIndex"], { type: "number", from: "the fork's item" });
}

function withStep(root: Shape, id: string, step: StepInstance, output: Shape): Shape {
  const mappings = step.outputMappings;
  if (!mappings) return putShape(root, ["steps_output", id], output);
  let next = root;
  for (const [target, source] of Object.entries(mappings)) {
    const to = keysIn(target);
    const from = keysIn(typeof source === "string" ? source : source.path);
    if (to?.length) next = putShape(next, to, (from && shapeAt(output, from)) ?? { from: nameOf(id, step) });
  }
  return next;
}

function outputShape(step: StepInstance, type: StepType | undefined): Shape {
  const from = nameOf(step.stepInstanceId, step);
  if (step.pinnedOutput !== undefined && step.pinnedOutput !== null)
    return shapeOfValue(step.pinnedOutput, from);
  const declared = isObject(step.outputSchema) ? shapeOfSchema(step.outputSchema, from) : null;
  if (declared?.members) return declared;
  const members = Object.fromEntries((type?.outputKeys ?? []).map((name) => [name, { from }]));
  return { from, ...(Object.keys(members).length > 0 && { type: "object", members }) };
}

function nameOf(id: string, step: StepInstance): string {
  return step.displayName || id;
}

/** The shape of a value that is known, without its values. */
function shapeOfValue(value: Json, from: string, depth = 0): Shape {
  if (depth > 6) return { from };
  const type = typeWord(value);
  if (Array.isArray(value)) return { type, from, items: shapeOfValue(value[0], from, depth + 1) };
  if (!isObject(value)) return { type, from };
  const members = Object.entries(value).map(([name, member]) => [
    name,
    shapeOfValue(member, from, depth + 1),
  ]);
  return { type, from, members: Object.fromEntries(members) };
}

function shapeAt(shape: Shape, keys: readonly (string | number)[]): Shape | undefined {
  let at: Shape | undefined = shape;
  for (const key of keys) at = typeof key === "number" ? at?.items : at?.members?.[key];
  return at;
}

function keysIn(path: string): (string | number)[] | null {
  try {
    return compilePath(path).keys;
  } catch {
    return null;
  }
}

/** Whether a step lies in a branch of a fork, at any depth. */
function inBranch(document: FlowDocument, stepId: string): boolean {
  const before = stepsBefore(document, stepId);
  before.add(stepId);
  return Object.values(document.steps).some((step) =>
    branchesOf(step).some(
      (branch) => typeof branch.stepInstanceId === "string" && before.has(branch.stepInstanceId),
    ),
  );
}

/** Whether a step can be reached by an error. */
function afterError(document: FlowDocument, stepId: string): boolean {
  const before = stepsBefore(document, stepId);
  before.add(stepId);
  const fallbacks = Object.values(document.steps).map((step) => step.onError?.fallbackStepInstanceId);
  return fallbacks.some((target) => typeof target === "string" && before.has(target));
}
