import { jsonpatch } from "json-p3";
import type { SandboxVisit } from "@/api/sandbox/runFlow";
import { isObject, type Json, type JsonObject } from "@/lib/expressions/types";

/**
 * The context before the last visit of a step in a sandbox run of a whole flow: what it began with, and the changes of
 * every visit before on the main path. Null when the run never came by, or a change cannot be applied.
 */
export function contextBefore(
  visits: readonly Pick<SandboxVisit, "stepInstanceId" | "path" | "contextDiff">[],
  stepId: string,
  begin: { input: JsonObject; flowVariables: JsonObject },
): JsonObject | null {
  const at = visits.findLastIndex((visit) => visit.stepInstanceId === stepId && !visit.path.includes("["));
  if (at < 0) return null;
  const { input, flowVariables } = begin;
  const patches = visits.slice(0, at).flatMap((visit) => (visit.path.includes("[") ? [] : visit.contextDiff));
  try {
    // The wire types say only "an object" of an operation; one that is none is refused by `apply`.
    const root: Json = jsonpatch.apply(
      patches as unknown[] as Parameters<typeof jsonpatch.apply>[0],
      structuredClone({ ...input, steps_output: {}, flow_variables: flowVariables }) as Parameters<
        typeof jsonpatch.apply
      >[1],
    );
    return isObject(root) ? { ...root, initialContextData: input } : null;
  } catch {
    return null;
  }
}
