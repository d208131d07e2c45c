import type { FlowDocument, StepInstance } from "@/lib/definition/types";

/** A step id as the server takes it. */
export const STEP_ID = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

const REFERENCES = new Set([
  "nextStepInstanceId",
  "defaultNextStepInstanceId",
  "fallbackStepInstanceId",
  "onTimeoutStepInstanceId",
  "stepInstanceId",
]);

/**
 * Gives a step another id: its key, every reference to it, and every path that reads `steps_output.<id>`.
 * Unchanged when there is no such step, or the new id is taken or malformed.
 */
export function renameStep(document: FlowDocument, from: string, to: string): FlowDocument {
  if (from === to || !document.steps[from] || document.steps[to] || !STEP_ID.test(to)) return document;
  return renameAll(document, new Map([[from, to]]));
}

/** Renames many steps at once; ids that are not keys of the map stay. */
export function renameAll(document: FlowDocument, names: ReadonlyMap<string, string>): FlowDocument {
  const steps = Object.fromEntries(
    Object.entries(document.steps).map(([id, step]) => [
      names.get(id) ?? id,
      renameIn(step, names) as StepInstance,
    ]),
  );
  const { steps: _, startStepInstanceId, groups, ...rest } = document;
  const renamed = renameIn(rest, names) as Omit<FlowDocument, "steps" | "startStepInstanceId" | "groups">;
  const inOrder: Record<string, unknown> = {};
  for (const key of Object.keys(document)) {
    if (key === "steps") inOrder.steps = steps;
    else if (key === "startStepInstanceId")
      inOrder[key] = names.get(startStepInstanceId) ?? startStepInstanceId;
    else if (key === "groups")
      inOrder.groups = groups?.map((group) => ({
        ...group,
        ...(group.stepInstanceIds && {
          stepInstanceIds: group.stepInstanceIds.map((id) => names.get(id) ?? id),
        }),
      }));
    else inOrder[key] = renamed[key as keyof typeof renamed];
  }
  return inOrder as FlowDocument;
}

/** References and paths in any part of a step. */
export function renameIn(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return renameInText(value, names);
  if (Array.isArray(value)) return value.map((item) => renameIn(item, names));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (REFERENCES.has(key) && typeof inner === "string") return [key, names.get(inner) ?? inner];
      return [renameInText(key, names), renameIn(inner, names)];
    }),
  );
}

const OUTPUT_OF = /steps_output(?:\.([A-Za-z_][A-Za-z0-9_-]*)|\[(["'])([A-Za-z_][A-Za-z0-9_-]*)\2\])/g;

function renameInText(text: string, names: ReadonlyMap<string, string>): string {
  if (!text.includes("steps_output")) return text;
  return text.replace(
    OUTPUT_OF,
    (whole, dotted: string | undefined, quote: string | undefined, quoted: string | undefined) => {
      const to = names.get(dotted ?? quoted ?? "");
      if (to === undefined) return whole;
      return quote || to.includes("-")
        ? `steps_output[${quote ?? "'"}${to}${quote ?? "'"}]`
        : `steps_output.${to}`;
    },
  );
}
