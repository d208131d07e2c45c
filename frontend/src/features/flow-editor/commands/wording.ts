import type { FlowDocument } from "@/lib/definition/types";
import type { Outcome } from "./types";

/** Nothing happened: no entry in the history. */
export const unchanged = (document: FlowDocument): Outcome => ({ document, gesture: "" });

/** `1 step`, `2 steps`. */
export const count = (number: number, one: string, many = `${one}s`): string =>
  number === 1 ? `1 ${one}` : `${number} ${many}`;

/** What a step is called in the history. */
export const nameOf = (document: FlowDocument, stepId: string): string =>
  document.steps[stepId]?.displayName || stepId;

/** The gesture's own name, when it has one. */
export const named = (gesture: string | undefined, fallback: string): string => gesture || fallback;
