import { produce } from "immer";
import { branchesOf, edgesOf } from "@/lib/definition/edges";
import { readDocument } from "@/lib/definition/read";
import type { FlowDocument, Note, Position, StepInstance } from "@/lib/definition/types";
import { renameIn } from "./rename";
import { freeStepId, redirect } from "./steps";

/** What is copied: JSON text that another tab, flow or installation can paste. */
interface Clip {
  allma: "steps";
  steps: Record<string, StepInstance>;
  notes?: Note[];
}

/** The clip of some steps and notes, as JSON text; null when nothing is selected. */
export function copySteps(
  document: FlowDocument,
  stepIds: readonly string[],
  noteIds: readonly string[] = [],
): string | null {
  const steps = Object.fromEntries(Object.entries(document.steps).filter(([id]) => stepIds.includes(id)));
  const notes = (document.notes ?? []).filter((note) => noteIds.includes(note.id));
  if (Object.keys(steps).length + notes.length === 0) return null;
  return JSON.stringify(
    { allma: "steps", steps, ...(notes.length > 0 && { notes }) } satisfies Clip,
    null,
    2,
  );
}

/** Reads pasted text: a clip, a whole definition, or a document that holds one under `definition`. Null when it is neither. */
export function readClip(text: string): Clip | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== "object" || parsed === null) return null;
  const inner = "definition" in parsed ? parsed.definition : parsed;
  const reading = readDocument(inner);
  if (
    !reading.document ||
    Object.keys(reading.document.steps).length + (reading.document.notes?.length ?? 0) === 0
  )
    return null;
  return { allma: "steps", steps: reading.document.steps, notes: reading.document.notes ?? [] };
}

/** What pasting made. */
export interface Pasted {
  document: FlowDocument;
  stepIds: string[];
  noteIds: string[];
}

/**
 * Adds the steps of a clip. Taken ids get a number, with every reference and path inside the clip following; wires to
 * steps that are not here go. `at` is where the clip's top left corner comes to lie; without it, 40 px beside the original.
 */
export function pasteClip(document: FlowDocument, clip: Clip, at?: Position): Pasted {
  const names = freshNames(document, Object.keys(clip.steps));
  const offset = offsetOf(clip, at);
  const steps = Object.entries(clip.steps).map(([id, step]) => {
    const copy = structuredClone(renameIn(step, names)) as StepInstance;
    copy.stepInstanceId = names.get(id) ?? id;
    if (step.position) copy.position = { x: step.position.x + offset.x, y: step.position.y + offset.y };
    return copy;
  });
  const notes = freshNotes(document, clip, offset);
  const next = produce(document, (draft) => {
    for (const step of steps) draft.steps[step.stepInstanceId] = step;
    const first = steps[0];
    if (first && !draft.steps[draft.startStepInstanceId]) draft.startStepInstanceId = first.stepInstanceId;
    if (notes.length > 0) draft.notes = [...(draft.notes ?? []), ...notes];
    dropLooseWires(draft, new Set(steps.map((step) => step.stepInstanceId)));
  });
  return {
    document: next,
    stepIds: steps.map((step) => step.stepInstanceId),
    noteIds: notes.map((note) => note.id),
  };
}

/** Copies steps beside themselves; wires out of the copies lead where the originals' lead. */
export function duplicateSteps(
  document: FlowDocument,
  stepIds: readonly string[],
  noteIds: readonly string[] = [],
): Pasted {
  const text = copySteps(document, stepIds, noteIds);
  const clip = text === null ? null : readClip(text);
  return clip ? pasteClip(document, clip) : { document, stepIds: [], noteIds: [] };
}

function freshNames(document: FlowDocument, ids: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const id of ids) {
    const stem = id.replace(/_\d+$/, "");
    const name = id in document.steps ? freeStepId(document, stem, taken) : freeStepId(document, id, taken);
    names.set(id, name);
    taken.add(name);
  }
  return names;
}

function offsetOf(clip: Clip, at?: Position): Position {
  if (!at) return { x: 40, y: 40 };
  const places = [...Object.values(clip.steps), ...(clip.notes ?? [])].flatMap((one) => one.position ?? []);
  if (places.length === 0) return { x: 0, y: 0 };
  return { x: at.x - Math.min(...places.map((p) => p.x)), y: at.y - Math.min(...places.map((p) => p.y)) };
}

function freshNotes(document: FlowDocument, clip: Clip, offset: Position): Note[] {
  const taken = new Set((document.notes ?? []).map((note) => note.id));
  return (clip.notes ?? []).map((note) => {
    const id = freeId(note.id, taken);
    taken.add(id);
    const position = note.position && { x: note.position.x + offset.x, y: note.position.y + offset.y };
    return { ...note, id, ...(position && { position }) };
  });
}

/** An id that is not taken: `stem`, `stem_2`, … */
export function freeId(stem: string, taken: ReadonlySet<string>): string {
  if (!taken.has(stem)) return stem;
  let number = 2;
  while (taken.has(`${stem}_${number}`)) number += 1;
  return `${stem}_${number}`;
}

function dropLooseWires(draft: FlowDocument, pasted: ReadonlySet<string>): void {
  const loose = edgesOf(draft).filter((edge) => pasted.has(edge.source) && !draft.steps[edge.target]);
  for (const edge of [...loose].reverse()) redirect(draft, edge, null);
  for (const id of pasted) {
    const step = draft.steps[id];
    if (step && Array.isArray(step.parallelBranches) && branchesOf(step).length === 0)
      step.parallelBranches = [];
  }
}
