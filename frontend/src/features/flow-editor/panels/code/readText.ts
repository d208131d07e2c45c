import { type Reading, readDocument } from "@/lib/definition/read";
import { parseExactly } from "@/lib/exactJson";

/** Reads a definition that was typed; says why it cannot be one. */
export function readText(text: string): Reading {
  try {
    return readDocument(parseExactly(text));
  } catch (error) {
    return { document: null, reason: error instanceof Error ? error.message : "This is not JSON." };
  }
}
