import { edgesOfStep, type FlowEdge } from "./edges";
import { COLLAPSED_SIZE, frameAround, NODE_SIZE, NOTE_SIZE, type Rect } from "./geometry";
import { placesForUnplaced } from "./layout";
import { COLLAPSED_HANDLES, STEP_HANDLES } from "./toCanvasHandles";
import { stepLine } from "./toCanvasLine";
import {
  type Canvas,
  type CanvasEdge,
  type CanvasNode,
  type CanvasView,
  type FlowEdgeData,
  groupNodeId,
  HANDLE_OF,
  noteNodeId,
  SOURCE_HANDLES,
  type StepNode,
  type StepNodeData,
} from "./toCanvasTypes";
import type { FlowDocument, Group, Note, Position, StepInstance } from "./types";

export * from "./toCanvasTypes";

/** A canvas and what it was made of, to find again what did not change. */
export interface Drawn extends Canvas {
  nodesById: ReadonlyMap<string, CanvasNode>;
  edgesById: ReadonlyMap<string, CanvasEdge>;
  unplacedKey: string;
}

/**
 * The picture of a document. Nodes and edges that look the same as in `previous` are the same objects, so that only
 * what changed is drawn again; when nothing changed, so is the whole. Nothing is written to the document.
 */
export function toCanvas(document: FlowDocument, view: CanvasView, previous?: Drawn): Drawn {
  const { unplaced, unplacedKey } = unplacedOf(document, previous);
  const placeOf = (step: StepInstance, id: string): Position => step.position ?? unplaced[id] ?? ORIGIN;
  const inside = collapsedMembers(document);
  const steps = Object.entries(document.steps).filter(([id]) => !inside.has(id));
  const fresh: CanvasNode[] = [
    ...(document.groups ?? []).flatMap((group) => groupNode(document, group, placeOf)),
    ...(document.notes ?? []).map(noteNode),
    ...steps.map(([id, step]) => stepNode(document, { id, step, position: placeOf(step, id), view })),
  ];
  const nodes = reuseAll(fresh, previous?.nodes, previous?.nodesById, sameNode);
  const edges = reuseAll(drawEdges(document, view, inside), previous?.edges, previous?.edgesById, sameEdge);
  if (previous && nodes === previous.nodes && edges === previous.edges && unplaced === previous.unplaced)
    return previous;
  return { nodes, edges, unplaced, unplacedKey, nodesById: byId(nodes), edgesById: byId(edges) };
}

const ORIGIN: Position = { x: 0, y: 0 };

function byId<T extends { id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

function unplacedOf(document: FlowDocument, previous?: Drawn): Pick<Drawn, "unplaced" | "unplacedKey"> {
  const missing = Object.keys(document.steps).filter((id) => !document.steps[id]?.position);
  if (missing.length === 0)
    return previous?.unplacedKey === "" ? previous : { unplaced: {}, unplacedKey: "" };
  // Typing in a form must not lay the flow out again: only other steps or wires do.
  const key = missing
    .map((id) => {
      const step = document.steps[id];
      return step ? `${id}>${edgesOf(id, step).map((edge) => edge.target)}` : id;
    })
    .join("\n");
  if (previous?.unplacedKey === key) return previous;
  return { unplaced: placesForUnplaced(document), unplacedKey: key };
}

const edgeCache = new WeakMap<StepInstance, { id: string; edges: FlowEdge[] }>();

/** The edges of a step; kept by the step object, which never changes in place. */
function edgesOf(id: string, step: StepInstance): FlowEdge[] {
  const kept = edgeCache.get(step);
  if (kept?.id === id) return kept.edges;
  const edges = edgesOfStep(id, step);
  edgeCache.set(step, { id, edges });
  return edges;
}

function stepNode(
  document: FlowDocument,
  one: { id: string; step: StepInstance; position: Position; view: CanvasView },
): StepNode {
  const { id, step, position, view } = one;
  const run = view.overlay?.steps[id];
  const type = view.typeOf(step);
  const data: StepNodeData = {
    step,
    label: step.displayName || id,
    line: stepLine(step),
    type,
    isStart: document.startStepInstanceId === id,
    problems: view.problems?.[id],
    run,
    isUntouched: Boolean(view.overlay) && !run,
    mark: view.marks?.[id],
    presence: view.presence?.[id],
    used: usedHandles(edgesOf(id, step)),
  };
  return { id, type: "step", position, data, ...FIXED_STEP };
}

const FIXED_STEP = {
  width: NODE_SIZE.width,
  height: NODE_SIZE.height,
  measured: { ...NODE_SIZE },
  handles: STEP_HANDLES,
};

function usedHandles(edges: readonly FlowEdge[]): string {
  const used = new Set(edges.map((edge) => HANDLE_OF[edge.kind]));
  return SOURCE_HANDLES.filter((id) => used.has(id)).join(" ");
}

function noteNode(note: Note): CanvasNode {
  const size = note.size ?? NOTE_SIZE;
  return {
    id: noteNodeId(note.id),
    type: "note",
    position: note.position ?? ORIGIN,
    data: { note },
    width: size.width,
    height: size.height,
    measured: { width: size.width, height: size.height },
    zIndex: -1,
  };
}

function groupNode(
  document: FlowDocument,
  group: Group,
  placeOf: (step: StepInstance, id: string) => Position,
): CanvasNode[] {
  const members = membersOf(document, group).flatMap((id): Rect[] => {
    const step = document.steps[id];
    return step ? [{ ...placeOf(step, id), ...NODE_SIZE }] : [];
  });
  const frame = frameAround(members);
  if (!frame) return [];
  const data = { group, count: members.length };
  const id = groupNodeId(group.id);
  if (group.collapsed) {
    const position = { x: frame.x, y: frame.y };
    const size = { ...COLLAPSED_SIZE, measured: { ...COLLAPSED_SIZE }, handles: COLLAPSED_HANDLES };
    return [{ id, type: "collapsed", position, data, ...size }];
  }
  const { x, y, width, height } = frame;
  return [
    { id, type: "frame", position: { x, y }, data, width, height, measured: { width, height }, zIndex: -2 },
  ];
}

/** The steps of a frame that exist, in its order. */
export function membersOf(document: FlowDocument, group: Group): string[] {
  return (group.stepInstanceIds ?? []).filter((id) => document.steps[id]);
}

/** Steps that a collapsed frame hides: step id → node id of the frame. */
export function collapsedMembers(document: FlowDocument): Map<string, string> {
  const inside = new Map<string, string>();
  for (const group of document.groups ?? [])
    if (group.collapsed) for (const id of membersOf(document, group)) inside.set(id, groupNodeId(group.id));
  return inside;
}

function drawEdges(
  document: FlowDocument,
  view: CanvasView,
  inside: ReadonlyMap<string, string>,
): CanvasEdge[] {
  const lanes = new Map<string, number>();
  const bundles = new Map<string, CanvasEdge>();
  const drawn: CanvasEdge[] = [];
  for (const [id, step] of Object.entries(document.steps))
    for (const edge of edgesOf(id, step)) {
      if (!document.steps[edge.target]) continue;
      const ends = {
        source: inside.get(edge.source) ?? edge.source,
        target: inside.get(edge.target) ?? edge.target,
      };
      const isBundled = inside.size > 0 && (inside.has(edge.source) || inside.has(edge.target));
      if (isBundled && ends.source === ends.target) continue;
      const made = isBundled
        ? bundle(bundles, edge, ends, view)
        : plainEdge(edge, ends, laneOf(lanes, edge), view);
      if (made) drawn.push(made);
    }
  return drawn;
}

function laneOf(lanes: Map<string, number>, edge: FlowEdge): number {
  const between = `${edge.source} ${HANDLE_OF[edge.kind]} ${edge.target}`;
  const lane = lanes.get(between) ?? 0;
  lanes.set(between, lane + 1);
  return lane;
}

interface Ends {
  source: string;
  target: string;
}

function plainEdge(edge: FlowEdge, ends: Ends, lane: number, view: CanvasView): CanvasEdge {
  const { kind, index, label } = edge;
  const data: FlowEdgeData = {
    kind,
    index,
    order: kind === "condition" ? index + 1 : 0,
    label,
    lane,
    taken: takenOf(view, edge.id),
    edgeIds: [edge.id],
  };
  return { id: edge.id, type: "flow", ...ends, sourceHandle: HANDLE_OF[kind], targetHandle: "in", data };
}

function takenOf(view: CanvasView, id: string): number | undefined {
  return view.overlay ? (view.overlay.taken[id] ?? 0) : undefined;
}

/** Edges of one kind between a collapsed frame and the same node are one; gives it when it is new. */
function bundle(
  bundles: Map<string, CanvasEdge>,
  edge: FlowEdge,
  ends: Ends,
  view: CanvasView,
): CanvasEdge | null {
  const key = `${ends.source}|${edge.kind}|${ends.target}`;
  const known = bundles.get(key);
  if (known?.data) {
    const taken = takenOf(view, edge.id);
    known.data.edgeIds = [...known.data.edgeIds, edge.id];
    known.data.label = "";
    known.data.order = 0;
    known.data.taken = taken === undefined ? undefined : (known.data.taken ?? 0) + taken;
    return null;
  }
  const made = plainEdge(edge, ends, 0, view);
  made.id = key;
  if (ends.source !== edge.source) made.sourceHandle = "out";
  bundles.set(key, made);
  return made;
}

function reuseAll<T extends { id: string }>(
  fresh: T[],
  before: T[] | undefined,
  beforeById: ReadonlyMap<string, T> | undefined,
  same: (a: T, b: T) => boolean,
): T[] {
  if (!before || !beforeById) return fresh;
  const reused = fresh.map((item) => {
    const known = beforeById.get(item.id);
    return known && same(known, item) ? known : item;
  });
  const unchanged = reused.length === before.length && reused.every((item, index) => item === before[index]);
  return unchanged ? before : reused;
}

function sameNode(a: CanvasNode, b: CanvasNode): boolean {
  return (
    a.type === b.type &&
    a.position.x === b.position.x &&
    a.position.y === b.position.y &&
    a.width === b.width &&
    a.height === b.height &&
    sameFields(a.data, b.data)
  );
}

function sameEdge(a: CanvasEdge, b: CanvasEdge): boolean {
  const ends = a.source === b.source && a.target === b.target && a.sourceHandle === b.sourceHandle;
  return ends && Boolean(a.data && b.data && sameFields(a.data, b.data));
}

type Fields = Readonly<Record<string, unknown>>;

/** Fields are the same references, or small values that say the same (a count of problems, what a run did). */
function sameFields(a: Fields, b: Fields): boolean {
  return Object.keys(b).every((name) => a[name] === b[name] || sameSmall(a[name], b[name]));
}

function sameSmall(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if ("stepType" in a || "schema" in a) return false;
  const names = Object.keys(b);
  return (
    names.length === Object.keys(a).length &&
    names.every((name) => (a as Fields)[name] === (b as Fields)[name])
  );
}
