import type { FlowDocument, StepInstance } from "@/lib/definition/types";
import { renameAll } from "../document/rename";
import { freeStepId } from "../document/steps";
import { equal, isRecord } from "./equal";

/** One place that both sides changed, each in its own way. `undefined` is "not there". */
export interface Conflict {
  /** Names the place: the path as a JSON Pointer. */
  key: string;
  path: readonly string[];
  /** The step it lies in; null for the flow itself. */
  stepId: string | null;
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

/** What to put at a conflict. */
export type Choice = { take: "mine" } | { take: "theirs" } | { take: "value"; value: unknown };

/** Choices by conflict key; a conflict without one keeps mine. */
export type Choices = Readonly<Record<string, Choice>>;

export interface Merge {
  document: FlowDocument;
  conflicts: Conflict[];
  /** Steps of mine that got another id, because the other side added another step of the same id. */
  renamed: Readonly<Record<string, string>>;
}

/** Stands for a key that is not there, which is not the same as null. */
const NO_VALUE = Symbol("not there");
type Held = unknown;

/**
 * Merges two documents that began as one. Steps, fields of a step and fields of objects in them merge by key, notes
 * and frames by id, all other lists as a whole. What only one side changed is taken; where both changed the same thing
 * differently there is a conflict, decided by `choices`.
 */
export function merge3(
  base: FlowDocument,
  mine: FlowDocument,
  theirs: FlowDocument,
  choices: Choices = {},
): Merge {
  const names = clashingNames(base, mine, theirs);
  const own = names.size === 0 ? mine : renameAll(mine, names);
  const conflicts: Conflict[] = [];
  const document = mergeValue(base, own, theirs, [], { conflicts, choices }) as FlowDocument;
  return { document, conflicts, renamed: Object.fromEntries(names) };
}

/** The same for one step; where both sides changed the same thing mine is taken. */
export function mergeStep(base: StepInstance, mine: StepInstance, theirs: StepInstance): StepInstance {
  const work = { conflicts: [], choices: {} };
  return mergeValue(base, mine, theirs, ["steps", mine.stepInstanceId], work) as StepInstance;
}

/** Both sides added a step of this id, and they are two steps: another type, or at another place. */
function clashingNames(base: FlowDocument, mine: FlowDocument, theirs: FlowDocument): Map<string, string> {
  const names = new Map<string, string>();
  for (const [id, step] of Object.entries(mine.steps)) {
    const other = theirs.steps[id];
    if (base.steps[id] || !other || !areTwo(step, other)) continue;
    names.set(id, freeStepId(mine, id, new Set([...Object.keys(theirs.steps), ...names.values()])));
  }
  return names;
}

function areTwo(a: StepInstance, b: StepInstance): boolean {
  return a.stepType !== b.stepType || !equal(a.position ?? null, b.position ?? null);
}

interface Work {
  conflicts: Conflict[];
  choices: Choices;
}

function mergeValue(base: Held, mine: Held, theirs: Held, path: readonly string[], work: Work): Held {
  if (equal(mine, theirs) || equal(base, theirs)) return mine;
  if (equal(base, mine)) return theirs;
  if (isRecord(mine) && isRecord(theirs) && (isRecord(base) || path.length <= 2))
    return mergeRecords(isRecord(base) ? base : {}, mine, theirs, path, work);
  if (mergesById(path) && Array.isArray(mine) && Array.isArray(theirs))
    return Object.values(
      mergeRecords(byId(Array.isArray(base) ? base : []), byId(mine), byId(theirs), path, work),
    );
  return decide(base, mine, theirs, path, work);
}

function mergeRecords(
  base: Record<string, unknown>,
  mine: Record<string, unknown>,
  theirs: Record<string, unknown>,
  path: readonly string[],
  work: Work,
): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs), ...Object.keys(base)])) {
    const value = mergeValue(at(base, key), at(mine, key), at(theirs, key), [...path, key], work);
    if (value !== NO_VALUE) merged[key] = value;
  }
  return merged;
}

function decide(base: Held, mine: Held, theirs: Held, path: readonly string[], work: Work): Held {
  const key = `/${path.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;
  const stepId = path[0] === "steps" ? (path[1] ?? null) : null;
  work.conflicts.push({
    key,
    path,
    stepId,
    base: plain(base),
    mine: plain(mine),
    theirs: plain(theirs),
  });
  const choice = work.choices[key] ?? { take: "mine" };
  if (choice.take === "value") return choice.value === undefined ? NO_VALUE : choice.value;
  return choice.take === "theirs" ? theirs : mine;
}

const at = (record: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(record, key) ? record[key] : NO_VALUE;

const plain = (value: Held): unknown => (value === NO_VALUE ? undefined : value);

const mergesById = (path: readonly string[]): boolean =>
  path.length === 1 && (path[0] === "notes" || path[0] === "groups");

function byId(items: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(
    items.map((item, index) => [isRecord(item) && typeof item.id === "string" ? item.id : `#${index}`, item]),
  );
}
