/** Any JSON value. */
export type Json = unknown;

export type JsonObject = Record<string, unknown>;

/** What an expression is written in. */
export type ExpressionKind = "path" | "condition" | "template";

/** Why a path finds nothing: where it stopped, what was there, and the name that was perhaps meant. */
export interface WhyEmpty {
  /** A sentence, worded as the server words it in mapping events. */
  reason: string;
  /** The path up to the place that has no such key, and that key. */
  at: string;
  segment: string | number | null;
  keysThere: string[];
  nearest: string | null;
}

/** A path or literal that a condition read, and what it found. */
export interface Operand {
  expression: string;
  value: Json;
  missing?: boolean;
}

/** What an expression comes to on a context. */
export type Evaluation =
  | { outcome: "value"; value: Json; note?: string; operands?: Operand[] }
  | { outcome: "empty"; empty: WhyEmpty }
  | { outcome: "error"; message: string; hint?: string; position?: number }
  /** It took longer than it may. */
  | { outcome: "timeout" }
  /** Only the server can tell. */
  | { outcome: "unsure" };

/** Text that is no expression. `position` counts characters from 0. */
export class ExpressionError extends Error {
  constructor(
    message: string,
    readonly hint = "",
    readonly position?: number,
  ) {
    super(message);
    this.name = "ExpressionError";
  }
}

/** What a path that finds nothing gives. */
export const MISSING: unique symbol = Symbol("missing");

/** Thrown where this implementation is not known to agree with the server. */
export class Unsure extends Error {}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
