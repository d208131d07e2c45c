import { Handle, type NodeProps } from "@xyflow/react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { handleSpot, SourceSpots, TargetSpot } from "@/components/flow-canvas/HandleSpots";
import { handlesOf } from "@/components/flow-canvas/handlesOf";
import { StepCard } from "@/components/flow-canvas/StepCard";
import type { StepNode, StepNodeData } from "@/lib/definition/toCanvas";
import { HANDLE_PLACES } from "@/lib/definition/toCanvasHandles";
import { useEditor } from "../../store";
import { countRender } from "../renderCount";
import classes from "./nodes.module.css";

/** A step in the editor. Its handles are there when the pointer is on it or it is selected; else only dots are drawn. */
export const EditorStepNode = memo(function EditorStepNode({ id, data, selected }: NodeProps<StepNode>) {
  countRender(id);
  const [hovered, setHovered] = useState(false);
  const readOnly = useEditor((state) => state.readOnly);
  const isActive = (hovered || selected) && !readOnly;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pointer only shows the handles; the node around is what acts.
    <div onMouseEnter={() => setHovered(true)} onMouseLeave={() => setHovered(false)}>
      <StepCard data={data} selected={selected}>
        <TargetSpot nodeId={id} />
        {isActive ? (
          <SourceHandles data={data} />
        ) : (
          <SourceSpots handles={handlesOf(data)} used={data.used} />
        )}
      </StepCard>
    </div>
  );
});

function SourceHandles({ data }: { data: StepNodeData }) {
  const { t } = useTranslation("editor-canvas");
  return handlesOf(data).map((handle) => (
    <Handle
      key={handle}
      id={handle}
      type="source"
      position={HANDLE_PLACES[handle].side}
      className={classes.source}
      style={handleSpot(handle)}
      data-kind={handle}
      title={t(`handle.${handle}`)}
    />
  ));
}
