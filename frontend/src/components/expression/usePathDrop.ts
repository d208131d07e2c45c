import { type DragEvent, useState } from "react";

/** The drag type that carries a JSONPath. */
const PATH_TYPE = "application/x-allma-path";

/** Whether something that is dragged is a JSONPath. */
function carriesPath(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(PATH_TYPE);
}

/** Handlers of a place that takes a dragged JSONPath, and whether one hovers above it. */
export function usePathDrop(onPath: (path: string) => void, enabled: boolean) {
  const [over, setOver] = useState(false);
  const takes = (event: DragEvent) => enabled && carriesPath(event);
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!takes(event)) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = "copy";
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        setOver(false);
        if (!takes(event)) return;
        event.preventDefault();
        event.stopPropagation();
        onPath(event.dataTransfer.getData(PATH_TYPE));
      },
    },
  };
}
