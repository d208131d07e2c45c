import { Paper } from "@mantine/core";
import { MiniMap, Panel, useReactFlow, useStore } from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import { categoryColor } from "@/components/StepIcon";
import type { CanvasNode } from "@/lib/definition/toCanvasTypes";
import classes from "./FlowCanvas.module.css";
import { FIT } from "./viewport";
import "./texts";

/** Below these the nodes are drawn simpler. */
const MID_ZOOM = 0.45;
const FAR_ZOOM = 0.22;

const zoomLevel = (zoom: number): string => (zoom < FAR_ZOOM ? "far" : zoom < MID_ZOOM ? "mid" : "near");

/** Writes `data-zoom` (near, mid, far) to the canvas, so that style sheets and not renders simplify the nodes. */
export function ZoomLevel() {
  const level = useStore((state) => zoomLevel(state.transform[2]));
  const domNode = useStore((state) => state.domNode);
  useEffect(() => {
    domNode?.setAttribute("data-zoom", level);
  }, [domNode, level]);
  return null;
}

/** Zoom and fit, at the bottom left. `children` are further buttons. */
export function ZoomControls({ children }: { children?: ReactNode }) {
  const { t } = useTranslation("canvas");
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  return (
    <Panel position="bottom-left">
      <Paper withBorder className={classes.controls} radius="md" shadow="xs">
        <IconButton
          icon={Minus}
          label={t("zoomOut")}
          size="md"
          onClick={() => void zoomOut({ duration: 150 })}
        />
        <ZoomValue />
        <IconButton
          icon={Plus}
          label={t("zoomIn")}
          size="md"
          onClick={() => void zoomIn({ duration: 150 })}
        />
        <IconButton icon={Maximize} label={t("fit")} size="md" onClick={() => void fitView(FIT)} />
        {children}
      </Paper>
    </Panel>
  );
}

function ZoomValue() {
  const percent = useRef<HTMLSpanElement>(null);
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <span ref={percent} className={classes.zoom}>
      {zoom}%
    </span>
  );
}

const MAP_SIZE = { width: 160, height: 104 } as const;
/** On a canvas that is lower than this, in pixels, the map would hide what it is the map of. */
const ROOM_FOR_MAP = 400;
/** Of more nodes than this nobody sees the corners on the map, which is drawn with every move of the canvas. */
const ROUND_UP_TO = 150;

/** The map at the bottom right. */
export function CanvasMap() {
  const { t } = useTranslation("canvas");
  const hasRoom = useStore((state) => state.height >= ROOM_FOR_MAP);
  const isRound = useStore((state) => state.nodes.length <= ROUND_UP_TO);
  if (!hasRoom) return null;
  return (
    <MiniMap<CanvasNode>
      className={classes.map}
      style={MAP_SIZE}
      pannable
      zoomable
      ariaLabel={t("minimap")}
      nodeColor={mapColor}
      nodeStrokeWidth={0}
      nodeBorderRadius={isRound ? 16 : 0}
      maskColor="color-mix(in srgb, var(--allma-canvas) 70%, transparent)"
    />
  );
}

function mapColor(node: CanvasNode): string {
  if (node.type === "step") return categoryColor(node.data.type?.category);
  if (node.type === "frame") return "color-mix(in srgb, var(--allma-edge) 25%, transparent)";
  return "var(--allma-edge)";
}
