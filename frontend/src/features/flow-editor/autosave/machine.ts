import type { FlowDocument } from "@/lib/definition/types";
import { equal } from "./equal";
import { type Choices, type Conflict, merge3 } from "./merge3";

/** A document as the server has it. */
export interface ServerSide {
  revision: number;
  document: FlowDocument;
}

/** What somebody else saved. */
export interface Theirs extends ServerSide {
  author: string;
}

type Phase =
  | { name: "clean" }
  | { name: "dirty"; dueAt: number }
  | { name: "saving"; sent: FlowDocument }
  | { name: "reading" }
  | { name: "offline"; attempt: number; retryAt: number }
  | { name: "conflict"; theirs: Theirs; conflicts: Conflict[] }
  | { name: "refused"; error: Error };

/** All that autosave knows. Times are milliseconds. */
export interface Autosave {
  /** What both sides last had in common. */
  server: ServerSide;
  document: FlowDocument;
  phase: Phase;
  savedAt: number | null;
  attempts: number;
  /** Saves whose answer never came: the server may have them. */
  unanswered: readonly FlowDocument[];
  /** The newest revision of somebody else that was heard of. */
  heardOf: number;
}

export type AutosaveEvent =
  | { type: "changed"; document: FlowDocument; at: number }
  | { type: "due"; at: number }
  | { type: "saveNow" }
  | { type: "saved"; revision: number; at: number }
  | { type: "outdated" }
  | { type: "unreachable"; at: number }
  | { type: "refused"; error: Error }
  | { type: "otherSaved"; revision: number }
  | { type: "read"; theirs: Theirs; at: number }
  | { type: "resolved"; choices: Choices; at: number };

/** What is to be done outside. */
export type Effect =
  | { do: "save"; document: FlowDocument; revision: number }
  | { do: "read" }
  | { do: "wake"; at: number }
  | { do: "adopt"; document: FlowDocument; theirs: Theirs; renamed: Readonly<Record<string, string>> };

export type Step = readonly [Autosave, readonly Effect[]];

/** How long nothing must change before a save, and the waits between tries, in milliseconds. */
export const QUIET_MS = 600;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;

/** Autosave of a document that the server has at this revision. */
export function begin(server: ServerSide): Autosave {
  return {
    server,
    document: server.document,
    phase: { name: "clean" },
    savedAt: null,
    attempts: 0,
    unanswered: [],
    heardOf: server.revision,
  };
}

/** Whether something is not on the server yet. */
export function isUnsaved({ phase, document, server, unanswered }: Autosave): boolean {
  if (phase.name === "clean") return false;
  const onlyAsks = phase.name === "reading" || phase.name === "offline";
  return !(onlyAsks && document === server.document && unanswered.length === 0);
}

/** What becomes of the state, and what is to be done. One request at a time; an unchanged document is never sent. */
export function next(state: Autosave, event: AutosaveEvent): Step {
  switch (event.type) {
    case "changed":
      return changed(state, event.document, event.at);
    case "due":
      return isDue(state.phase, event.at) ? save(state) : [state, wakeAgain(state.phase)];
    case "saveNow":
      return mayStart(state.phase) ? save(state) : [state, []];
    case "saved":
      return saved(state, event.revision, event.at);
    case "outdated":
      return read(state);
    case "unreachable":
      return unreachable(state, event.at);
    case "refused":
      return [{ ...state, phase: { name: "refused", error: event.error } }, []];
    case "otherSaved":
      return otherSaved(state, event.revision);
    case "read":
      return merge(state, event.theirs, {}, event.at);
    case "resolved":
      return state.phase.name === "conflict"
        ? merge(state, state.phase.theirs, event.choices, event.at, true)
        : [state, []];
  }
}

function changed(state: Autosave, document: FlowDocument, at: number): Step {
  if (document === state.document) return [state, []];
  const held = { ...state, document };
  switch (state.phase.name) {
    case "saving":
    case "reading":
    case "conflict":
    case "offline":
      return [held, []];
    default:
      return settle(held, at + QUIET_MS);
  }
}

function settle(state: Autosave, dueAt: number): Step {
  if (state.document === state.server.document) return [{ ...state, phase: { name: "clean" } }, []];
  return [{ ...state, phase: { name: "dirty", dueAt } }, [{ do: "wake", at: dueAt }]];
}

function isDue(phase: Phase, at: number): boolean {
  return (phase.name === "dirty" && at >= phase.dueAt) || (phase.name === "offline" && at >= phase.retryAt);
}

/** A wake-up that came too early (something changed since it was asked for) is asked for again. */
function wakeAgain(phase: Phase): Effect[] {
  if (phase.name === "dirty") return [{ do: "wake", at: phase.dueAt }];
  return phase.name === "offline" ? [{ do: "wake", at: phase.retryAt }] : [];
}

function mayStart(phase: Phase): boolean {
  return phase.name === "dirty" || phase.name === "offline" || phase.name === "refused";
}

function save(state: Autosave): Step {
  if (state.heardOf > state.server.revision) return read(state);
  const { document, server } = state;
  if (state.unanswered.length === 0 && equal(document, server.document))
    return [{ ...state, server: { ...server, document }, phase: { name: "clean" }, attempts: 0 }, []];
  return [
    { ...state, phase: { name: "saving", sent: document } },
    [{ do: "save", document, revision: server.revision }],
  ];
}

function saved(state: Autosave, revision: number, at: number): Step {
  if (state.phase.name !== "saving") return [state, []];
  const held: Autosave = {
    ...state,
    server: { revision, document: state.phase.sent },
    savedAt: at,
    attempts: 0,
    unanswered: [],
    heardOf: Math.max(state.heardOf, revision),
  };
  return held.heardOf > revision ? read(held) : settle(held, at + QUIET_MS);
}

function read(state: Autosave): Step {
  return [{ ...state, phase: { name: "reading" } }, [{ do: "read" }]];
}

function unreachable(state: Autosave, at: number): Step {
  const attempts = state.attempts + 1;
  const retryAt = at + Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1));
  const unanswered =
    state.phase.name === "saving" ? [...state.unanswered.slice(-4), state.phase.sent] : state.unanswered;
  const phase: Phase = { name: "offline", attempt: attempts, retryAt };
  return [{ ...state, attempts, unanswered, phase }, [{ do: "wake", at: retryAt }]];
}

function otherSaved(state: Autosave, revision: number): Step {
  if (revision <= state.heardOf) return [state, []];
  const heard = { ...state, heardOf: revision };
  const busy = ["saving", "reading", "offline"].includes(state.phase.name);
  return busy ? [heard, []] : read(heard);
}

function merge(state: Autosave, theirs: Theirs, choices: Choices, at: number, resolved = false): Step {
  const reached = { ...state, attempts: 0, heardOf: Math.max(state.heardOf, theirs.revision) };
  if (theirs.revision <= state.server.revision) return settle(reached, at);
  if (state.unanswered.some((sent) => equal(sent, theirs.document))) return ownSave(reached, theirs, at);
  const merged = merge3(state.server.document, state.document, theirs.document, choices);
  if (merged.conflicts.length > 0 && !resolved)
    return [{ ...reached, phase: { name: "conflict", theirs, conflicts: merged.conflicts } }, []];
  const document = equal(merged.document, theirs.document) ? theirs.document : merged.document;
  const server = { revision: theirs.revision, document: theirs.document };
  const [settled, effects] = settle({ ...reached, server, document, unanswered: [] }, at);
  return [settled, [{ do: "adopt", document, theirs, renamed: merged.renamed }, ...effects]];
}

/** A save did arrive though its answer did not: what "somebody" saved is our own. */
function ownSave(state: Autosave, theirs: Theirs, at: number): Step {
  const same = equal(state.document, theirs.document);
  const server = { revision: theirs.revision, document: same ? state.document : theirs.document };
  return settle({ ...state, server, savedAt: at, unanswered: [] }, at);
}
