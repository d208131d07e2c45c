import type { StepStatus, VisitRow } from "@/api/executions/types";
import { loudest } from "@/lib/runs/overlay";
import { branchOf, forkOf } from "@/lib/runs/paths";
import type { KnownBranch, KnownBranches } from "./forks/branches";

/** A visit with the visits of its branches, when it is a fork's. */
interface VisitNode {
  visit: VisitRow;
  /** By the number of the item. */
  branches: Map<number, VisitNode[]>;
}

interface Group {
  key: string;
  depth: number;
  visits: readonly VisitRow[];
  status: StepStatus;
  open: boolean;
}

/** A branch that was only counted so far. */
export interface BranchBelow extends KnownBranch {
  /** The visit of its fork. */
  fork: number;
}

/** One line of the list of steps. Keys stay the same while a run goes on. */
export type Line =
  | {
      kind: "visit";
      key: string;
      depth: number;
      visit: VisitRow;
      /** Which turn of a loop of one step this is, from 1. */
      turn?: number;
      /** The number of branches below it, and whether they are shown. */
      branches?: { count: number; failed: number; open: boolean };
    }
  | ({ kind: "branch"; index: number; branch?: BranchBelow } & Group)
  | { kind: "more"; key: string; depth: number; fork: number; left: number }
  | ({ kind: "loop"; steps: readonly string[]; times: number } & Group)
  | ({ kind: "turn"; number: number } & Group);

const LONGEST_LOOP = 12;
const LOOP_FROM = 3;
const BRANCHES_SHOWN = 12;

/** Puts visits (in order of `seq`) below the forks that they are branches of. */
export function treeOf(visits: readonly VisitRow[]): VisitNode[] {
  const top: VisitNode[] = [];
  const latest = new Map<string, VisitNode>();
  for (const visit of visits) {
    const node: VisitNode = { visit, branches: new Map() };
    latest.set(visit.path, node);
    siblings(visit, top, latest).push(node);
  }
  return top;
}

function siblings(visit: VisitRow, top: VisitNode[], latest: Map<string, VisitNode>): VisitNode[] {
  const branch = branchOf(visit.path);
  if (!branch) return top;
  const { fork, index } = forkOf(branch);
  const owner = latest.get(fork);
  if (!owner) return top; // a chunk of a distributed fork: the fork itself is in another run
  const found = owner.branches.get(index) ?? [];
  owner.branches.set(index, found);
  return found;
}

/** What is known of branches that are not among the visits, by the number of their fork's visit. */
type Counted = ReadonlyMap<number, KnownBranches>;

/** What a person opened (true) and closed (false) by the keys of lines; the rest is as it is best at first. */
export type Toggled = ReadonlyMap<string, boolean>;

/** The lines to show. Groups that hold the chosen visit are open unless a person closed them. */
export function linesOf(
  tree: readonly VisitNode[],
  toggled: Toggled,
  chosen: number | null,
  counted: Counted = NONE,
): Line[] {
  const lines: Line[] = [];
  emit(tree, 0, { lines, toggled, chosen, counted });
  return lines;
}

const NONE: Counted = new Map();

interface Emission {
  lines: Line[];
  toggled: Toggled;
  chosen: number | null;
  counted: Counted;
}

function emit(nodes: readonly VisitNode[], depth: number, to: Emission): void {
  const ids = nodes.map((node) => node.visit.stepInstanceId);
  let at = 0;
  while (at < nodes.length) {
    const loop = loopAt(ids, at);
    const part = nodes.slice(at, at + (loop ? loop.period * loop.times : 1));
    if (loop) emitLoop(part, loop, depth, to);
    else for (const node of part) emitVisit(node, depth, to);
    at += part.length;
  }
}

interface Loop {
  period: number;
  times: number;
}

/** The shortest sequence of steps that begins here and comes at least three times in a row. */
function loopAt(ids: readonly string[], from: number): Loop | null {
  for (let period = 1; period <= LONGEST_LOOP && from + LOOP_FROM * period <= ids.length; period += 1) {
    let end = from + period;
    while (end < ids.length && ids[end] === ids[end - period]) end += 1;
    const times = Math.floor((end - from) / period);
    if (times >= LOOP_FROM) return { period, times };
  }
  return null;
}

function emitLoop(nodes: readonly VisitNode[], loop: Loop, depth: number, to: Emission): void {
  const group = groupOf(`loop:${nodes[0]?.visit.seq}`, nodes, depth, to);
  const steps = nodes.slice(0, loop.period).map((node) => node.visit.stepInstanceId);
  to.lines.push({ kind: "loop", steps, times: loop.times, ...group });
  if (!group.open) return;
  for (let turn = 0; turn < loop.times; turn += 1) {
    const part = nodes.slice(turn * loop.period, (turn + 1) * loop.period);
    if (loop.period === 1) for (const node of part) emitVisit(node, depth + 1, to, turn + 1);
    else emitTurn(part, turn + 1, depth + 1, to);
  }
}

function emitTurn(nodes: readonly VisitNode[], number: number, depth: number, to: Emission): void {
  const group = groupOf(`turn:${nodes[0]?.visit.seq}`, nodes, depth, to);
  to.lines.push({ kind: "turn", number, ...group });
  if (group.open) for (const node of nodes) emitVisit(node, depth + 1, to);
}

function emitVisit(node: VisitNode, depth: number, to: Emission, turn?: number): void {
  const key = `visit:${node.visit.seq}`;
  const line: Line = { kind: "visit", key, depth, visit: node.visit, ...(turn && { turn }) };
  to.lines.push(line);
  const counted = to.counted.get(node.visit.seq);
  if (counted) emitCounted(line, node, counted, to);
  if (counted || node.branches.size === 0) return;
  const groups = [...node.branches].map(([index, nodes]) => ({
    index,
    nodes,
    group: groupOf(`branch:${node.visit.seq}:${index}`, nodes, depth + 1, to),
  }));
  const failed = groups.filter((one) => one.group.status === "FAILED").length;
  const holdsChosen = groups.some((one) => holds(one.group.visits, to.chosen));
  const open = to.toggled.get(key) ?? (holdsChosen || groups.length <= BRANCHES_SHOWN);
  line.branches = { count: groups.length, failed, open };
  if (!open) return;
  groups.sort((a, b) => rank(a.group.status) - rank(b.group.status) || a.index - b.index);
  for (const { index, nodes, group } of groups) {
    to.lines.push({ kind: "branch", index, ...group });
    if (group.open) emit(nodes, depth + 2, to);
  }
}

/** The branches of a fork in the order of the server, failed ones first; only those that were opened have visits. */
function emitCounted(
  line: Extract<Line, { kind: "visit" }>,
  node: VisitNode,
  counted: KnownBranches,
  to: Emission,
): void {
  if (counted.total === 0) return;
  const { key, depth } = line;
  const fork = node.visit.seq;
  const holdsChosen = [...node.branches.values()].some((nodes) =>
    holds(nodes.flatMap(visitsBelow), to.chosen),
  );
  const open = to.toggled.get(key) ?? (holdsChosen || counted.total <= BRANCHES_SHOWN);
  line.branches = { count: counted.total, failed: counted.failed, open };
  if (!open) return;
  const listed = new Set(counted.rows.map((row) => row.index));
  const extra = [...node.branches.keys()].filter((index) => !listed.has(index));
  for (const index of extra) emitBranch(index, node, undefined, depth, to);
  for (const row of counted.rows) emitBranch(row.index, node, { ...row, fork }, depth, to);
  const left = counted.total - counted.rows.length;
  if (counted.next !== undefined && left > 0)
    to.lines.push({ kind: "more", key: `more:${fork}`, depth: depth + 1, fork, left });
}

function emitBranch(
  index: number,
  node: VisitNode,
  branch: BranchBelow | undefined,
  depth: number,
  to: Emission,
): void {
  const nodes = node.branches.get(index) ?? [];
  const group = groupOf(`branch:${node.visit.seq}:${index}`, nodes, depth + 1, to);
  const status = branch?.status ?? group.status;
  to.lines.push({ kind: "branch", index, ...group, status, ...(branch && { branch }) });
  if (group.open) emit(nodes, depth + 2, to);
}

/** Failed branches first, for they are what one looks for. */
function rank(status: StepStatus): number {
  return status === "FAILED" ? 0 : 1;
}

function groupOf(key: string, nodes: readonly VisitNode[], depth: number, to: Emission): Group {
  const visits = nodes.flatMap(visitsBelow);
  const open = to.toggled.get(key) ?? holds(visits, to.chosen);
  return { key, depth, visits, status: loudest(visits.map((visit) => visit.status)), open };
}

function visitsBelow(node: VisitNode): VisitRow[] {
  if (node.branches.size === 0) return [node.visit];
  return [node.visit, ...[...node.branches.values()].flat().flatMap(visitsBelow)];
}

function holds(visits: readonly VisitRow[], seq: number | null): boolean {
  return seq !== null && visits.some((visit) => visit.seq === seq);
}

/** The visits a line stands for. */
export function visitsIn(line: Line): readonly VisitRow[] {
  if (line.kind === "more") return [];
  return line.kind === "visit" ? [line.visit] : line.visits;
}

/** Whether a line can be opened and closed, and which it is. */
export function openness(line: Line): boolean | undefined {
  if (line.kind === "more" || (line.kind === "branch" && line.branch?.isElsewhere)) return undefined;
  return line.kind === "visit" ? line.branches?.open : line.open;
}

/** Whether nothing of a line had begun at a moment. */
export function isFuture(line: Line, horizon: number): boolean {
  if (line.kind === "more") return line.fork > horizon;
  const first = visitsIn(line)[0]?.seq ?? (line.kind === "branch" ? line.branch?.fork : undefined);
  return first !== undefined && first > horizon;
}

/** Whether two lines say the same. */
export function isSameLine(left: Line, right: Line): boolean {
  if (left === right) return true;
  if (left.key !== right.key || left.depth !== right.depth || openness(left) !== openness(right))
    return false;
  if (left.kind === "more" || right.kind === "more")
    return left.kind === "more" && right.kind === "more" && left.left === right.left;
  if (left.kind === "visit" || right.kind === "visit") return isSameVisit(left, right);
  const seen = left.visits.length === right.visits.length && left.status === right.status;
  return seen && left.visits.at(-1) === right.visits.at(-1);
}

function isSameVisit(left: Line, right: Line): boolean {
  if (left.kind !== "visit" || right.kind !== "visit" || left.visit !== right.visit) return false;
  const before = left.branches;
  const now = right.branches;
  return left.turn === right.turn && before?.count === now?.count && before?.failed === now?.failed;
}
