import { Handle, type NodeProps } from "@xyflow/react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { StepCard } from "@/components/flow-canvas/StepCard";
import {
  SOURCE_HANDLES,
  type SourceHandle,
  type StepNode,
  type StepNodeData,
} from "@/lib/definition/toCanvas";
import { HANDLE_PLACES, HANDLE_SIZE } from "@/lib/definition/toCanvasHandles";
import { useEditor } from "../../store";
import { countRender } from "../renderCount";
import classes from "./nodes.module.css";
import { TargetHandle } from "./TargetHandle";

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
        {!readOnly && <TargetHandle nodeId={id} />}
        {isActive ? <SourceHandles data={data} /> : <Dots data={data} />}
      </StepCard>
    </div>
  );
});

/** The handles that a step can have: a way on and one for errors; branches and a time-out where its type has them. */
export function handlesOf({ step, type, used }: StepNodeData): SourceHandle[] {
  const properties = type?.schema.properties;
  const hasField = (name: string): boolean =>
    typeof properties === "object" && properties !== null && name in properties;
  const possible: Record<SourceHandle, boolean> = {
    out: step.stepType !== "END_FLOW",
    error: step.stepType !== "END_FLOW",
    branch: hasField("parallelBranches"),
    timeout: hasField("onTimeoutStepInstanceId"),
  };
  const wired = new Set(used.split(" "));
  return SOURCE_HANDLES.filter((handle) => possible[handle] || wired.has(handle));
}

function SourceHandles({ data }: { data: StepNodeData }) {
  const { t } = useTranslation("editor-canvas");
  return handlesOf(data).map((handle) => (
    <Handle
      key={handle}
      id={handle}
      type="source"
      position={HANDLE_PLACES[handle].side}
      className={classes.source}
      style={placed(handle)}
      data-kind={handle}
      title={t(`handle.${handle}`)}
    />
  ));
}

function Dots({ data }: { data: StepNodeData }) {
  return data.used
    .split(" ")
    .filter((handle): handle is SourceHandle => handle in HANDLE_PLACES)
    .map((handle) => <span key={handle} className={classes.dot} style={placed(handle)} data-kind={handle} />);
}

function placed(handle: SourceHandle): { left: number; top: number } {
  const { x, y } = HANDLE_PLACES[handle];
  // One pixel is the card's border: places are measured from inside it.
  return { left: x - HANDLE_SIZE / 2 - 1, top: y - HANDLE_SIZE / 2 - 1 };
}
