import type { EdgeTypes, NodeTypes } from "@xyflow/react";
import { EditorEdge } from "./EditorEdge";
import { EditorCollapsedNode, EditorFrameNode } from "./EditorFrameNode";
import { EditorNoteNode } from "./EditorNoteNode";
import { EditorStepNode } from "./EditorStepNode";

export const EDITOR_NODES: NodeTypes = {
  step: EditorStepNode,
  note: EditorNoteNode,
  frame: EditorFrameNode,
  collapsed: EditorCollapsedNode,
};

export const EDITOR_EDGES: EdgeTypes = { flow: EditorEdge };
