import { ActionIcon, Tooltip } from "@mantine/core";
import { EdgeLabelRenderer, useStore } from "@xyflow/react";
import { Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { NODE_SIZE } from "@/lib/definition/geometry";
import { useEditor, useEditorStore } from "../store";
import classes from "./canvas.module.css";
import { hoverEdge, leaveEdge, useCanvasUi } from "./canvasUi";
import { useCanvasSession } from "./session";

/** The buttons of the wire below the pointer: insert a step, delete the wire. */
export function EdgeToolbar() {
  const { t } = useTranslation("editor-canvas");
  const store = useEditorStore();
  const session = useCanvasSession();
  const hovered = useCanvasUi((state) => state.hovered);
  const readOnly = useEditor((state) => state.readOnly);
  const zoom = useStore((state) => state.transform[2]);
  const edge = hovered && session.drawn().edgesById.get(hovered.edgeId);
  if (!hovered || !edge?.data || readOnly) return null;
  const { edgeIds, label } = edge.data;
  const [edgeId] = edgeIds;
  const below = label || edge.data.order > 0 ? 24 : 0;
  const scale = Math.min(1.6, Math.max(1, 0.8 / zoom));
  return (
    <EdgeLabelRenderer>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: leaving only hides the buttons again. */}
      <div
        className={`nodrag nopan ${classes.edgeToolbar}`}
        style={{
          transform: `translate(-50%, -50%) translate(${hovered.at.x}px, ${hovered.at.y + below}px) scale(${scale})`,
        }}
        onMouseEnter={() => hoverEdge()}
        onMouseLeave={leaveEdge}
      >
        {edgeIds.length === 1 && edgeId !== undefined && (
          <Tooltip label={t("edge.insert")}>
            <ActionIcon
              variant="filled"
              color="brand"
              radius="xl"
              size={24}
              aria-label={t("edge.insert")}
              onClick={(event) => {
                const at = {
                  x: hovered.at.x - NODE_SIZE.width / 2,
                  y: hovered.at.y - NODE_SIZE.height / 2,
                };
                useCanvasUi.setState({
                  hovered: null,
                  picker: {
                    screen: { x: event.clientX, y: event.clientY },
                    purpose: { kind: "insert", edgeId, at },
                  },
                });
              }}
            >
              <Plus size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        <Tooltip label={t("edge.remove")}>
          <ActionIcon
            variant="default"
            radius="xl"
            size={24}
            aria-label={t("edge.remove")}
            onClick={() => {
              useCanvasUi.setState({ hovered: null });
              store.getState().dispatch("edge.remove", { edgeIds });
            }}
          >
            <Trash2 size={13} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
    </EdgeLabelRenderer>
  );
}
