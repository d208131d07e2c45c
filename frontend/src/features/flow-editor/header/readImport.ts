import { type Reading, readDocument } from "@/lib/definition/read";
import { parseExactly } from "@/lib/exactJson";
import { isRecord } from "../autosave/equal";

/** Reads a definition, a version that holds one, or the first flow of an exported document. */
export function readImport(text: string): Reading {
  let parsed: unknown;
  try {
    parsed = parseExactly(text);
  } catch (error) {
    return { document: null, reason: error instanceof Error ? error.message : "This is not JSON." };
  }
  return readDocument(definitionIn(parsed));
}

function definitionIn(value: unknown): unknown {
  if (!isRecord(value) || isRecord(value.steps)) return value;
  if (isRecord(value.definition)) return value.definition;
  const first = [value.flows, value.versions].find((list) => Array.isArray(list) && list.length > 0);
  return Array.isArray(first) ? definitionIn(first[0]) : value;
}
