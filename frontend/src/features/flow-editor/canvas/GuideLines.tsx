import { ViewportPortal } from "@xyflow/react";
import classes from "./canvas.module.css";
import { useCanvasUi } from "./canvasUi";

/** The lines that show what a dragged step is level with. */
export function GuideLines() {
  const guides = useCanvasUi((state) => state.guides);
  if (guides.length === 0) return null;
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => (
        <div
          key={axis}
          className={classes.guide}
          style={
            axis === "x"
              ? { left: at, top: from - 12, width: 1, height: to - from + 24 }
              : { left: from - 12, top: at, width: to - from + 24, height: 1 }
          }
        />
      ))}
    </ViewportPortal>
  );
}
