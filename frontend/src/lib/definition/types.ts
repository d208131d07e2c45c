import type { Schemas } from "@/api/client";

/** A place on the canvas, in pixels. */
export interface Position {
  x: number;
  y: number;
}

export type Transition = Schemas["Transition"];
export type Note = Schemas["Note"];
export type Group = Schemas["Group"];

/** A node. The fields of its type stand beside the common ones. */
export type StepInstance = Schemas["StepInstance"] & { [field: string]: unknown };

/** A whole flow, as one version holds it: what the editor edits. Never changed in place. */
export type FlowDocument = Omit<Schemas["FlowDefinition"], "steps"> & { steps: Record<string, StepInstance> };

/** A palette entry of the server. */
export type StepType = Schemas["StepTypeOut"];

/** What is wrong with a definition. */
export type Problem = Schemas["ProblemOut"];
