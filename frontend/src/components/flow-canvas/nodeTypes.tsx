import type { EdgeTypes, NodeProps, NodeTypes } from "@xyflow/react";
import { memo } from "react";
import type { CollapsedNode, FrameNode, NoteNode, StepNode } from "@/lib/definition/toCanvasTypes";
import { FlowEdgeLine } from "./FlowEdgeLine";
import { CollapsedCard, FrameBox } from "./FrameBox";
import { NoteCard } from "./NoteCard";
import { StepCard } from "./StepCard";

/** Nodes that are only looked at. */
export const READ_ONLY_NODES: NodeTypes = {
  step: memo(({ data, selected }: NodeProps<StepNode>) => <StepCard data={data} selected={selected} />),
  note: memo(({ data, selected }: NodeProps<NoteNode>) => <NoteCard note={data.note} selected={selected} />),
  frame: memo(({ data, selected }: NodeProps<FrameNode>) => <FrameBox data={data} selected={selected} />),
  collapsed: memo(({ data, selected }: NodeProps<CollapsedNode>) => (
    <CollapsedCard data={data} selected={selected} />
  )),
};

export const READ_ONLY_EDGES: EdgeTypes = { flow: FlowEdgeLine };
