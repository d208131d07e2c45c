import { SOURCE_HANDLES, type SourceHandle, type StepNodeData } from "@/lib/definition/toCanvasTypes";

const known = new WeakMap<StepNodeData, SourceHandle[]>();

/** The handles that a step can have: a way on and one for errors; branches and a time-out where its type has them. */
export function handlesOf(data: StepNodeData): SourceHandle[] {
  const before = known.get(data);
  if (before) return before;
  const handles = possibleHandles(data);
  known.set(data, handles);
  return handles;
}

function possibleHandles({ step, type, used }: StepNodeData): SourceHandle[] {
  const properties = type?.schema.properties;
  const hasField = (name: string): boolean =>
    typeof properties === "object" && properties !== null && name in properties;
  const possible: Record<SourceHandle, boolean> = {
    out: step.stepType !== "END_FLOW",
    error: step.stepType !== "END_FLOW",
    branch: hasField("parallelBranches"),
    timeout: hasField("onTimeoutStepInstanceId"),
  };
  const wired = new Set(used.split(" "));
  return SOURCE_HANDLES.filter((handle) => possible[handle] || wired.has(handle));
}
