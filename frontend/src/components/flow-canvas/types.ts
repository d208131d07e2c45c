import type { CanvasView } from "@/lib/definition/toCanvasTypes";
import type { FlowDocument } from "@/lib/definition/types";
import type { StepTypes } from "@/lib/stepTypes";

export type { Mark, ProblemCount, RunMark, RunOverlay, StepRun } from "@/lib/definition/toCanvasTypes";

/** What a canvas to look at shows. */
export interface FlowCanvasProps {
  document: FlowDocument;
  stepTypes: StepTypes;
  /** A run laid over it. */
  overlay?: CanvasView["overlay"];
  /** Steps that differ from another version, or went otherwise in another run. */
  marks?: CanvasView["marks"];
  problems?: CanvasView["problems"];
  /** The id of the chosen step. */
  selected?: string | null;
  /** Called when a step is chosen (null: the empty canvas was clicked). Without it nothing can be chosen. */
  onSelect?: (stepId: string | null) => void;
  ariaLabel?: string;
}
