import { readDocument } from "@/lib/definition/read";
import type { FlowDocument } from "@/lib/definition/types";

/** A flow with only the parts that a test is about, as a stored draft may have them. */
export function documentOf(parts: object): FlowDocument {
  const reading = readDocument(parts);
  if (!reading.document) throw new Error(reading.reason);
  return reading.document;
}
