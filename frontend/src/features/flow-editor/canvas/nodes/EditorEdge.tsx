import type { EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { FlowEdgeLine, shapeOf } from "@/components/flow-canvas/FlowEdgeLine";
import type { CanvasEdge } from "@/lib/definition/toCanvas";
import { hoverEdge, leaveEdge, useCanvasUi } from "../canvasUi";
import classes from "./nodes.module.css";

/** A wire in the editor: the pointer on it brings its buttons. */
export const EditorEdge = memo(function EditorEdge(props: EdgeProps<CanvasEdge>) {
  const isDropPlace = useCanvasUi((state) => state.dropEdge === props.id);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pointer only brings buttons, which the menu of the wire has too.
    <g
      className={isDropPlace ? classes.dropEdge : undefined}
      onMouseEnter={() => hoverEdge({ edgeId: props.id, at: shapeOf(props).label })}
      onMouseLeave={leaveEdge}
    >
      <FlowEdgeLine {...props} />
    </g>
  );
});
