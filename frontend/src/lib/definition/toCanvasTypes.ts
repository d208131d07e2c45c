import type { Edge, Node } from "@xyflow/react";
import type { Schemas } from "@/api/client";
import type { EdgeKind } from "./edges";
import type { Group, Note, Position, StepInstance, StepType } from "./types";

/** What a run did in one step: its last status, how often it was there, and for how long in all. */
export interface StepRun {
  status: Schemas["StepStatus"];
  visits: number;
  durationMs: number | null;
}

/** A run laid over the canvas: by step id, and how often each edge (by its id) was taken. */
export interface RunOverlay {
  steps: Readonly<Record<string, StepRun>>;
  taken: Readonly<Record<string, number>>;
}

/** How a step differs from another version. */
export type Mark = "added" | "removed" | "changed";

/** How a step went in two runs, or in a run and its replay. */
export type RunMark = "differs" | "onlyLeft" | "onlyRight";

/** What is wrong with a step, counted; `first` is the text to show. */
export interface ProblemCount {
  errors: number;
  warnings: number;
  first: string;
}

/** What is laid over the document when it is drawn. */
export interface CanvasView {
  typeOf: (step: StepInstance) => StepType | undefined;
  overlay?: RunOverlay | null;
  marks?: Readonly<Record<string, Mark | RunMark>>;
  problems?: Readonly<Record<string, ProblemCount>>;
  /** Colours of the people who look at a step. */
  presence?: Readonly<Record<string, string>>;
}

/** What the node of a step shows. */
export interface StepNodeData extends Record<string, unknown> {
  step: StepInstance;
  label: string;
  line: string;
  type: StepType | undefined;
  isStart: boolean;
  problems: ProblemCount | undefined;
  run: StepRun | undefined;
  /** A run lies over the canvas, and it was never here. */
  isUntouched: boolean;
  mark: Mark | RunMark | undefined;
  presence: string | undefined;
  /** Handles that an edge leaves from, in the order of `SOURCE_HANDLES`. */
  used: string;
}

interface NoteNodeData extends Record<string, unknown> {
  note: Note;
}

/** A frame around its steps, or the one node that stands for them when it is collapsed. */
export interface FrameNodeData extends Record<string, unknown> {
  group: Group;
  count: number;
}

/** An edge as it is drawn. `order` numbers conditions from 1; 0 for the others. */
export interface FlowEdgeData extends Record<string, unknown> {
  kind: EdgeKind;
  index: number;
  order: number;
  label: string;
  lane: number;
  /** How often the run went along; undefined when no run is shown. */
  taken: number | undefined;
  /** Ids of the document's edges that this one stands for: more than one at a collapsed frame. */
  edgeIds: readonly string[];
}

export type StepNode = Node<StepNodeData, "step">;
export type NoteNode = Node<NoteNodeData, "note">;
export type FrameNode = Node<FrameNodeData, "frame">;
export type CollapsedNode = Node<FrameNodeData, "collapsed">;
export type CanvasNode = StepNode | NoteNode | FrameNode | CollapsedNode;
export type CanvasEdge = Edge<FlowEdgeData, "flow">;

/** The picture of a document. */
export interface Canvas {
  nodes: CanvasNode[];
  edges: CanvasEdge[];
  /** Where steps without a position were put for the view; the document does not hold these. */
  unplaced: Readonly<Record<string, Position>>;
}

/** Ids of handles that edges leave from. */
export const SOURCE_HANDLES = ["out", "branch", "error", "timeout"] as const;
export type SourceHandle = (typeof SOURCE_HANDLES)[number];

/** The handle from which an edge of a kind leaves. */
export const HANDLE_OF: Readonly<Record<EdgeKind, SourceHandle>> = {
  default: "out",
  condition: "out",
  branch: "branch",
  error: "error",
  timeout: "timeout",
};

const NOTE = "note:";
const GROUP = "group:";

export const noteNodeId = (noteId: string): string => `${NOTE}${noteId}`;
export const groupNodeId = (groupId: string): string => `${GROUP}${groupId}`;

/** What a node's id stands for. Step ids hold no colon, so the three never clash. */
export function readNodeId(nodeId: string): { kind: "step" | "note" | "group"; id: string } {
  if (nodeId.startsWith(NOTE)) return { kind: "note", id: nodeId.slice(NOTE.length) };
  if (nodeId.startsWith(GROUP)) return { kind: "group", id: nodeId.slice(GROUP.length) };
  return { kind: "step", id: nodeId };
}
