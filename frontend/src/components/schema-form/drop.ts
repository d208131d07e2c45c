import { type DragEvent, useState } from "react";

/** The drag type that carries a JSONPath. */
export const PATH_TYPE = "application/x-allma-path";

/** `$.order.items[0]` as a template prints it: `order.items[0]`. Null for paths that a template cannot say. */
export function pathInTemplate(path: string): string | null {
  const inner = path.replace(/^\$\.?/, "");
  return /^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*|\[\d+\]|\[(["'])[^\]"']*\2\])*$/.test(inner) ? inner : null;
}

/** The last name of a path: `total` for `$.order.total` and `$.order['total']`; `item` where it has none. */
export function lastKey(path: string): string {
  const found = path.match(/(?:\.([A-Za-z_][\w-]*)|\[(["'])(.*?)\2\])(?:\[\d+\]|\[\*\])*$/);
  return found?.[1] ?? found?.[3] ?? "item";
}

/** Handlers of a place where a JSONPath can be dropped, and whether one hovers above it. */
export function usePathDrop(onPath: (path: string) => void, enabled = true) {
  const [over, setOver] = useState(false);
  const carries = (event: DragEvent) => enabled && event.dataTransfer.types.includes(PATH_TYPE);
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!carries(event)) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = "copy";
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        setOver(false);
        if (!carries(event)) return;
        event.preventDefault();
        event.stopPropagation();
        onPath(event.dataTransfer.getData(PATH_TYPE));
      },
    },
  };
}
