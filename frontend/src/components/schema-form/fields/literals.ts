import type { Json } from "../path";

/** How a literal value is edited. */
export type LiteralKind = "text" | "number" | "boolean" | "json" | "null";

export const LITERAL_KINDS: readonly LiteralKind[] = ["text", "number", "boolean", "json", "null"];

/** The kind of a value as it is. */
export function literalKind(value: Json): LiteralKind {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "boolean" : "json";
}

/** The value as another kind, as much of it as that kind can hold. */
export function convertLiteral(value: Json, kind: LiteralKind): Json {
  switch (kind) {
    case "text":
      return typeof value === "string"
        ? value
        : value === null || value === undefined
          ? ""
          : JSON.stringify(value);
    case "number":
      return Number.isFinite(Number(value)) && value !== "" ? Number(value) : 0;
    case "boolean":
      return value === true || value === "true" || value === 1;
    case "null":
      return null;
    default:
      return asContainer(value);
  }
}

function asContainer(value: Json): Json {
  if (typeof value === "object" && value !== null) return value;
  if (typeof value !== "string") return {};
  try {
    const parsed: Json = JSON.parse(value);
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
