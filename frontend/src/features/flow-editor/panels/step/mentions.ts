import { edgesOf } from "@/lib/definition/edges";
import type { FlowDocument } from "@/lib/definition/types";

const SEGMENT_END = /[^A-Za-z0-9_-]/;

/** How often other parts of a flow point at a step: wires that lead to it, and texts that read its output. */
export function mentionsOf(document: FlowDocument, stepId: string): { wires: number; texts: number } {
  const wires = edgesOf(document).filter((edge) => edge.target === stepId).length;
  let texts = 0;
  const look = (value: unknown): void => {
    if (typeof value === "string") texts += readsOutput(value, stepId) ? 1 : 0;
    else if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === "object" && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        look(key);
        look(inner);
      }
  };
  look(document);
  return { wires, texts };
}

function readsOutput(text: string, stepId: string): boolean {
  for (const open of ["steps_output.", "steps_output['", 'steps_output["']) {
    const wanted = open + stepId;
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      const after = text[at + wanted.length];
      if (after === undefined || SEGMENT_END.test(after)) return true;
    }
  }
  return false;
}
