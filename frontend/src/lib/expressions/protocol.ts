import type { Evaluation, ExpressionKind, Json, JsonObject } from "./types";

/** What the worker is told. A context is sent once and then named by its number. */
export type ToWorker =
  | { context: number; value: Json }
  | { forget: number }
  | { ask: number; context: number; kind: ExpressionKind; expression: string; local?: JsonObject };

/** What the worker says: that it runs, that it has a context, and answers. */
export type FromWorker = { ready: true } | { has: number } | { answer: number; evaluation: Evaluation };
