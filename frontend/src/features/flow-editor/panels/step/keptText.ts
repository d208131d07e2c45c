import type { StepInstance } from "@/lib/definition/types";

/** A text that is no step yet, and the step it was made from. */
interface KeptText {
  text: string;
  base: StepInstance;
}

/** Texts that are no step yet, by person, flow, version and step: they are there again when the panel is opened again. */
export const keptText = new Map<string, KeptText>();
