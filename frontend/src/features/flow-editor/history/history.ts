import type { FlowDocument } from "@/lib/definition/types";

/** One state of the document and the gesture that made it. `at` is in milliseconds. */
interface HistoryEntry {
  document: FlowDocument;
  gesture: string;
  at: number;
  /** Changes with the same key that follow each other closely are one entry (typing in one field). */
  mergeKey?: string;
}

/** All states, oldest first, and which one is shown. */
export interface History {
  entries: readonly HistoryEntry[];
  index: number;
}

/** States kept. */
export const HISTORY_LIMIT = 300;
/** Changes of one field closer than this are one entry, in milliseconds. */
export const MERGE_WINDOW_MS = 1000;

/** A history that begins with this document. */
export function beginHistory(document: FlowDocument, gesture: string, at: number): History {
  return { entries: [{ document, gesture, at }], index: 0 };
}

/** The document that is shown. */
export function present(history: History): FlowDocument {
  const entry = history.entries[history.index];
  if (!entry) throw new Error("A history is never empty.");
  return entry.document;
}

/** Adds a state. What was undone is gone; a document that is the same reference adds nothing. */
export function record(history: History, entry: HistoryEntry): History {
  if (entry.document === present(history)) return history;
  const past = history.entries.slice(0, history.index + 1);
  const last = past.at(-1);
  const merges =
    history.index > 0 &&
    entry.mergeKey !== undefined &&
    last?.mergeKey === entry.mergeKey &&
    entry.at - last.at < MERGE_WINDOW_MS;
  const entries = [...(merges ? past.slice(0, -1) : past), entry].slice(-HISTORY_LIMIT);
  return { entries, index: entries.length - 1 };
}

/** Shows another state: 0 is the oldest. Out of range is the nearest. */
export function goTo(history: History, index: number): History {
  return { ...history, index: Math.max(0, Math.min(index, history.entries.length - 1)) };
}

export const canUndo = (history: History): boolean => history.index > 0;
export const canRedo = (history: History): boolean => history.index < history.entries.length - 1;
