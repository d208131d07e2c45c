import { type Reading, readDocument } from "@/lib/definition/read";

/** Reads a definition that was typed; says why it cannot be one. */
export function readText(text: string): Reading {
  try {
    return readDocument(JSON.parse(text));
  } catch (error) {
    return { document: null, reason: error instanceof Error ? error.message : "This is not JSON." };
  }
}
