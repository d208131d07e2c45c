import type { FlowDocument } from "./types";

/** A draft may hold any JSON; this says whether it can be drawn. `reason` names the place that cannot. */
export type Reading = { document: FlowDocument } | { document: null; reason: string };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Looks whether a stored definition has the shape that a canvas needs; nothing is changed or added. */
export function readDocument(definition: unknown): Reading {
  if (!isRecord(definition)) return { document: null, reason: "The definition is not a JSON object." };
  if (!isRecord(definition.steps))
    return { document: null, reason: "/steps must be an object of steps by id." };
  for (const [id, step] of Object.entries(definition.steps)) {
    const reason = unreadable(step);
    if (reason) return { document: null, reason: `/steps/${id}${reason}` };
  }
  if (!lists(definition, ["notes", "groups"]))
    return { document: null, reason: "/notes and /groups must be lists of objects." };
  return { document: definition as FlowDocument };
}

function unreadable(step: unknown): string | null {
  if (!isRecord(step)) return " must be an object.";
  if (typeof step.stepType !== "string") return "/stepType must be a text.";
  if (!lists(step, ["transitions", "parallelBranches"]))
    return "/transitions and /parallelBranches must be lists of objects.";
  if (step.position !== undefined && step.position !== null && !isPosition(step.position))
    return "/position must be {x, y} with numbers.";
  return null;
}

function lists(holder: Record<string, unknown>, names: string[]): boolean {
  return names.every((name) => {
    const value = holder[name];
    return value === undefined || value === null || (Array.isArray(value) && value.every(isRecord));
  });
}

function isPosition(value: unknown): boolean {
  return isRecord(value) && typeof value.x === "number" && typeof value.y === "number";
}
