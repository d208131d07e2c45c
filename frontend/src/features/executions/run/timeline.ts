import type { StepStatus, VisitRow } from "@/api/executions/types";
import { type Line, visitsIn } from "./lines";

/** A stretch of time in milliseconds. */
interface Span {
  from: number;
  to: number;
}

/** A part of the axis; a folded one is drawn short, for nothing happened in it but waiting. */
export interface Segment extends Span {
  /** Where it is drawn, 0 to 1. */
  start: number;
  end: number;
  folded: boolean;
}

const WAITING_TYPES = new Set(["WAIT_FOR_EXTERNAL_EVENT", "HUMAN_APPROVAL"]);
const FOLD_SHARE = 0.15;
const FOLD_FROM_MS = 2_000;
const FOLDED_WEIGHT = 0.05;

/** Whether a visit only waits for somebody. */
export function isWait(visit: VisitRow): boolean {
  return WAITING_TYPES.has(visit.stepType);
}

/** When a visit was; one that goes on lasts until now. */
export function spanOf(visit: VisitRow, now: number): Span {
  const from = Date.parse(visit.startedAt);
  return { from, to: Math.max(from, visit.endedAt ? Date.parse(visit.endedAt) : now) };
}

/** The axis from the first visit to the last: long stretches in which every step waited are folded. */
export function axisOf(visits: readonly VisitRow[], now: number): Segment[] {
  const spans = visits.map((visit) => ({ ...spanOf(visit, now), wait: isWait(visit) }));
  if (spans.length === 0) return [];
  const from = spans.reduce((least, span) => Math.min(least, span.from), Number.POSITIVE_INFINITY);
  const to = Math.max(
    from + 1,
    spans.reduce((most, span) => Math.max(most, span.to), 0),
  );
  const busy = merged(spans.filter((span) => !span.wait));
  const foldable = gaps({ from, to }, busy).filter(
    (gap) => gap.to - gap.from >= FOLD_FROM_MS && gap.to - gap.from >= FOLD_SHARE * (to - from),
  );
  return drawn({ from, to }, foldable);
}

function merged(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.from - b.from);
  const found: Span[] = [];
  for (const span of sorted) {
    const last = found.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else found.push({ from: span.from, to: span.to });
  }
  return found;
}

function gaps(whole: Span, busy: readonly Span[]): Span[] {
  const edges = [...busy.map((span) => span.from), whole.to];
  const starts = [whole.from, ...busy.map((span) => span.to)];
  return starts
    .map((from, index) => ({ from, to: edges[index] ?? whole.to }))
    .filter((gap) => gap.to > gap.from);
}

function drawn(whole: Span, folded: readonly Span[]): Segment[] {
  const parts: (Span & { folded: boolean })[] = [];
  let at = whole.from;
  for (const gap of folded) {
    if (gap.from > at) parts.push({ from: at, to: gap.from, folded: false });
    parts.push({ ...gap, folded: true });
    at = gap.to;
  }
  if (at < whole.to) parts.push({ from: at, to: whole.to, folded: false });
  const open = parts.reduce((sum, part) => sum + (part.folded ? 0 : part.to - part.from), 0);
  const weight = (part: Span & { folded: boolean }) =>
    part.folded ? FOLDED_WEIGHT * Math.max(open, 1) : part.to - part.from;
  const total = parts.reduce((sum, part) => sum + weight(part), 0);
  let start = 0;
  return parts.map((part) => {
    const end = start + weight(part) / total;
    const segment = { ...part, start, end };
    start = end;
    return segment;
  });
}

/** One bar of a line. `step` null: a whole branch, of the item of this number (from 1). */
export interface Bar extends Span {
  key: string;
  step: string | null;
  item: number;
  status: StepStatus;
  isWait: boolean;
}

/** The bars of a line: its visits, or a whole branch that was only counted so far. */
export function barsOf(line: Line, now: number): Bar[] {
  const visits = visitsIn(line);
  const branch = line.kind === "branch" && visits.length === 0 ? line.branch : undefined;
  if (branch) {
    const from = Date.parse(branch.startedAt);
    const to = Math.max(from, branch.endedAt ? Date.parse(branch.endedAt) : now);
    return [
      { key: line.key, step: null, item: branch.index + 1, from, to, status: branch.status, isWait: false },
    ];
  }
  return visits.map((visit) => ({
    key: `${visit.seq}`,
    step: visit.stepInstanceId,
    item: 0,
    ...spanOf(visit, now),
    status: visit.status,
    isWait: isWait(visit),
  }));
}

/** A time that is written above the axis: where (0 to 1), and how long after its beginning. */
interface Tick {
  place: number;
  ms: number;
}

const MOST_TICKS = 4;

/** At most five times above the axis, all different: a run of 2 ms has three. */
export function ticksOf(axis: readonly Segment[]): Tick[] {
  const start = axis[0]?.from ?? 0;
  const whole = (axis.at(-1)?.to ?? 0) - start;
  const parts = Math.min(MOST_TICKS, Math.max(1, Math.round(whole)));
  return Array.from({ length: parts + 1 }, (_, index) => {
    const place = index / parts;
    return { place, ms: Math.round(momentAt(axis, place) - start) };
  });
}

/** Where a moment is on the axis, 0 to 1. */
export function placeOf(axis: readonly Segment[], moment: number): number {
  const segment = axis.find((one) => moment <= one.to) ?? axis.at(-1);
  if (!segment) return 0;
  const share = (moment - segment.from) / (segment.to - segment.from);
  return segment.start + Math.min(1, Math.max(0, share)) * (segment.end - segment.start);
}

/** The moment at a place of the axis. */
export function momentAt(axis: readonly Segment[], place: number): number {
  const segment = axis.find((one) => place <= one.end) ?? axis.at(-1);
  if (!segment) return 0;
  const share = (place - segment.start) / (segment.end - segment.start || 1);
  return segment.from + share * (segment.to - segment.from);
}
