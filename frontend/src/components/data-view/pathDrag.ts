import type { DragEvent } from "react";

/** Puts a JSONPath on a drag: for our fields under our type, as plain text for everything else. */
export function startPathDrag(event: DragEvent, path: string): void {
  event.stopPropagation();
  event.dataTransfer.setData("application/x-allma-path", path);
  event.dataTransfer.setData("text/plain", path);
  event.dataTransfer.effectAllowed = "copy";
}
