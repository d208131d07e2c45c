import type { VisitRow } from "@/api/executions/types";
import { branchOf, forkOf } from "./paths";

/** One way of a run that can be walked visit by visit. */
export interface Track {
  /** "" is the main way, `fork[3]` a branch. */
  branch: string;
  /** Where its changes begin: 0 for the main way, else the visit of its fork. */
  after: number;
  visits: readonly VisitRow[];
}

/** The way that a visit is on; the main one without a visit. `visits` are in order of `seq`. */
export function trackOf(visits: readonly VisitRow[], chosen: VisitRow | undefined): Track {
  const branch = chosen ? branchOf(chosen.path) : "";
  if (!chosen || branch === "")
    return { branch: "", after: 0, visits: visits.filter((visit) => branchOf(visit.path) === "") };
  const { fork } = forkOf(branch);
  const meetings = visits.filter((visit) => visit.path === fork).map((visit) => visit.seq);
  const after = meetings.findLast((seq) => seq < chosen.seq) ?? 0;
  const end = meetings.find((seq) => seq > chosen.seq) ?? Number.POSITIVE_INFINITY;
  const own = visits.filter(
    (visit) => visit.seq > after && visit.seq < end && branchOf(visit.path) === branch,
  );
  return { branch, after, visits: own };
}

/** Whether two tracks are the same way, whatever visits of it are known. */
export function sameTrack(left: Track, right: Track): boolean {
  return left.branch === right.branch && left.after === right.after;
}

/** How many visits of a track there were at a moment. */
export function placeOn(track: Track, t: number): number {
  const { visits } = track;
  let low = 0;
  let high = visits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((visits[middle]?.seq ?? 0) <= t) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The moment after so many visits of a track. Of the main way 0 is the start of the run; a branch begins with its first visit. */
export function momentAt(track: Track, place: number): number {
  const least = track.branch === "" ? 0 : 1;
  const bounded = Math.min(track.visits.length, Math.max(least, place));
  return track.visits[bounded - 1]?.seq ?? 0;
}

/** The last visit that had begun when visit `t` was over: a fork's visit is over when its branches are. */
export function horizonOf(visits: readonly VisitRow[], t: number): number {
  const at = visits.findLastIndex((visit) => visit.seq <= t);
  const inside = visits[at]?.seq === t ? `${visits[at]?.path}[` : null;
  let last = t;
  if (inside === null) return last;
  for (let next = at + 1; next < visits.length && visits[next]?.path.startsWith(inside); next += 1)
    last = visits[next]?.seq ?? last;
  return last;
}
