import type { EdgeTypes, NodeProps, NodeTypes } from "@xyflow/react";
import { memo } from "react";
import type { CollapsedNode, FrameNode, NoteNode, StepNode } from "@/lib/definition/toCanvasTypes";
import { FlowEdgeLine } from "./FlowEdgeLine";
import { CollapsedCard, FrameBox } from "./FrameBox";
import { CollapsedSpot, SourceSpots, TargetSpot } from "./HandleSpots";
import { handlesOf } from "./handlesOf";
import { NoteCard } from "./NoteCard";
import { StepCard } from "./StepCard";

/** Nodes that are only looked at. */
export const READ_ONLY_NODES: NodeTypes = {
  step: memo(({ id, data, selected }: NodeProps<StepNode>) => (
    <StepCard data={data} selected={selected}>
      <TargetSpot nodeId={id} />
      <SourceSpots handles={handlesOf(data)} used={data.used} />
    </StepCard>
  )),
  note: memo(({ data, selected }: NodeProps<NoteNode>) => <NoteCard note={data.note} selected={selected} />),
  frame: memo(({ data, selected }: NodeProps<FrameNode>) => <FrameBox data={data} selected={selected} />),
  collapsed: memo(({ id, data, selected }: NodeProps<CollapsedNode>) => (
    <CollapsedCard data={data} selected={selected}>
      <TargetSpot nodeId={id} />
      <CollapsedSpot />
    </CollapsedCard>
  )),
};

export const READ_ONLY_EDGES: EdgeTypes = { flow: FlowEdgeLine };
