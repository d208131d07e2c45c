import { type EdgeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { type EdgeShape, edgeShape } from "@/lib/definition/geometryEdge";
import type { CanvasEdge, FlowEdgeData } from "@/lib/definition/toCanvasTypes";
import { i18next } from "@/lib/i18n";
import classes from "./FlowEdgeLine.module.css";

/** The shape of an edge as React Flow gives its ends. */
export function shapeOf(props: EdgeProps<CanvasEdge>): EdgeShape {
  return edgeShape({
    source: { x: props.sourceX, y: props.sourceY },
    target: { x: props.targetX, y: props.targetY },
    fromSide: props.sourcePosition === Position.Bottom ? "bottom" : "right",
    lane: props.data?.lane ?? 0,
    isLoop: props.source === props.target,
  });
}

/** A wire: by kind in colour, dashes and width, with its number and text where there is room for them. */
export const FlowEdgeLine = memo(function FlowEdgeLine(props: EdgeProps<CanvasEdge>) {
  const { data, selected } = props;
  if (!data) return null;
  const shape = shapeOf(props);
  return (
    <g
      className={classes.edge}
      data-kind={data.kind}
      data-selected={selected || undefined}
      data-run={data.taken === undefined ? undefined : data.taken > 0 ? "taken" : "idle"}
    >
      <path d={shape.path} className={`react-flow__edge-interaction ${classes.hit}`} />
      {data.kind === "branch" && <path d={shape.path} className={classes.casing} />}
      <path d={shape.path} className={`react-flow__edge-path ${classes.line}`} />
      <path d={arrow(props.targetX, props.targetY)} className={classes.tip} />
      <EdgeText data={data} shape={shape} />
    </g>
  );
});

function arrow(x: number, y: number): string {
  return `M${x},${y} l-8,-4.5 v9 z`;
}

const CHARACTER = 6.3;
const LONGEST = 34;
const FEWEST = 4;
const DOT = 17;

function EdgeText({ data, shape }: { data: FlowEdgeData; shape: EdgeShape }) {
  const spoken = spokenOf(data);
  const times = data.taken !== undefined && data.taken > 1 ? text("visits", { count: data.taken }) : "";
  const dot = data.order > 0 ? DOT : 0;
  const room = Math.min(LONGEST, Math.floor((shape.room - dot - 12) / CHARACTER));
  const shown = [clipped(spoken, room - (times ? times.length + 1 : 0)), times].filter(Boolean).join(" ");
  if (!shown && dot === 0) return null;
  const width = dot + (shown ? shown.length * CHARACTER + 12 : 0);
  const left = shape.label.x - width / 2;
  const { y } = shape.label;
  return (
    <g className={classes.label}>
      <title>{data.label || spoken}</title>
      <rect x={left} y={y - 10} width={width} height={20} rx={10} className={classes.plate} />
      {dot > 0 && (
        <>
          <circle cx={left + 10} cy={y} r={7} className={classes.dot} />
          <text x={left + 10} y={y} className={classes.number}>
            {data.order}
          </text>
        </>
      )}
      {shown && (
        <text x={left + dot + (width - dot) / 2 + (dot > 0 ? 1 : 0)} y={y} className={classes.text}>
          {shown}
        </text>
      )}
    </g>
  );
}

// Not the hook: a thousand wires would each listen for another language.
const text = (key: string, values: Record<string, unknown> = {}): string =>
  i18next.t(`canvas:${key}`, values);

function spokenOf({ kind, label }: FlowEdgeData): string {
  if (kind === "error") return text("onError");
  return kind === "timeout" ? text("onTimeout") : label;
}

/** As much of a text as there is room for, in characters; nothing where too little would be seen. */
function clipped(text: string, room: number): string {
  if (text.length <= room) return text;
  return room < FEWEST ? "" : `${text.slice(0, room - 1)}…`;
}
