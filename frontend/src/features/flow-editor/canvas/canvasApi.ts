/** What others may ask of the canvas. Nothing happens while no canvas is on the screen. */
export interface CanvasApi {
  /** Shows the whole flow. */
  fit: () => void;
  /** Brings a step to the middle; a step in a collapsed frame brings the frame. */
  centerOn: (stepId: string) => void;
  /** 1 is life size. */
  zoomTo: (zoom: number) => void;
  zoomBy: (factor: number) => void;
  /** Lays the flow, or the selected steps, out anew; one step of the history. */
  tidy: (scope: "all" | "selection") => void;
  /** Asks for a step type; the step goes after the selected one. */
  openPicker: () => void;
  /** Puts the keyboard on the canvas. */
  focusCanvas: () => void;
  /** Opens the search over the canvas. */
  find: () => void;
  /** Writes the places that steps have for the view only: do it before a step with a place is added beside them. */
  settle: () => void;
  copy: () => void;
  cut: () => void;
  paste: () => void;
}

let mounted: CanvasApi | null = null;

const slot: CanvasApi = {
  fit: () => mounted?.fit(),
  centerOn: (stepId) => mounted?.centerOn(stepId),
  zoomTo: (zoom) => mounted?.zoomTo(zoom),
  zoomBy: (factor) => mounted?.zoomBy(factor),
  tidy: (scope) => mounted?.tidy(scope),
  openPicker: () => mounted?.openPicker(),
  focusCanvas: () => mounted?.focusCanvas(),
  find: () => mounted?.find(),
  settle: () => mounted?.settle(),
  copy: () => mounted?.copy(),
  cut: () => mounted?.cut(),
  paste: () => mounted?.paste(),
};

/** The canvas that is on the screen; always the same object. */
export function useCanvasApi(): CanvasApi {
  return slot;
}

/** Makes this the canvas that others ask; call what it gives when it leaves the screen. */
export function mountCanvas(api: CanvasApi): () => void {
  mounted = api;
  return () => {
    if (mounted === api) mounted = null;
  };
}
