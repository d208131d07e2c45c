import type { Replay, ReplayVisit } from "@/api/executions/replayRun";
import type { VisitRow } from "@/api/executions/types";
import type { FixSearch } from "./fixSearch";

/**
 * What became of a visit: `ok` it failed before and does not now; `fails` the other way round; `asks` it would call
 * something whose answer nobody has recorded; `recorded` its step was changed, but its recorded answer stood in.
 */
export type FixVerdict =
  | "untried"
  | "same"
  | "changed"
  | "ok"
  | "fails"
  | "asks"
  | "recorded"
  | "new"
  | "missed";

export const VERDICT_COLORS: Readonly<Record<FixVerdict, string>> = {
  untried: "gray",
  same: "gray",
  changed: "blue",
  ok: "teal",
  fails: "red",
  asks: "yellow",
  recorded: "yellow",
  new: "teal",
  missed: "gray",
};

/** A recorded visit beside the one of the replay; either may be missing. */
export interface FixRow {
  key: string;
  path: string;
  stepInstanceId: string;
  recorded: number | null;
  before: string | null;
  after: string | null;
  verdict: FixVerdict;
  now: ReplayVisit | undefined;
}

type Recorded = Pick<VisitRow, "seq" | "path" | "stepInstanceId" | "status">;

/** The visits of a run as the replay has them, in the order of the replay; without one, as they were recorded. */
export function fixRows(visits: readonly Recorded[], replay: Replay | undefined): FixRow[] {
  if (!replay || replay.verdict === "notReplayable") return visits.map((visit) => rowOf(visit, "untried"));
  const bySeq = new Map(visits.map((visit) => [visit.seq, visit]));
  const made = replay.visits.map((now) => replayed(now, bySeq.get(now.recordedSeq ?? 0)));
  const missed = replay.missed.map((one) =>
    rowOf(bySeq.get(one.seq) ?? { ...one, status: "SKIPPED" }, "missed"),
  );
  return [...made, ...missed];
}

function rowOf(visit: Recorded, verdict: FixVerdict): FixRow {
  const { seq, path, stepInstanceId, status } = visit;
  const after = verdict === "untried" ? status : null;
  return {
    key: `seq${seq}`,
    path,
    stepInstanceId,
    recorded: seq,
    before: status,
    after,
    verdict,
    now: undefined,
  };
}

function replayed(now: ReplayVisit, before: Recorded | undefined): FixRow {
  return {
    key: now.recordedSeq === null ? `now${now.seq}` : `seq${now.recordedSeq}`,
    path: now.path,
    stepInstanceId: now.stepInstanceId,
    recorded: now.recordedSeq,
    before: before?.status ?? null,
    after: now.status,
    verdict: verdictOf(now, before?.status),
    now,
  };
}

function verdictOf(now: ReplayVisit, before: string | undefined): FixVerdict {
  if (now.stuck !== null) return "asks";
  if (now.status === "FAILED" && before !== "FAILED") return "fails";
  if (now.status === "COMPLETED" && before === "FAILED") return "ok";
  if (now.recorded && now.stepChanged) return "recorded";
  if (now.verdict === "new") return "new";
  return now.verdict === "same" ? "same" : "changed";
}

/** The row that an address names; else the one that failed, else the first that is not the same. */
export function chosenRow(rows: readonly FixRow[], search: FixSearch): FixRow | undefined {
  const key = search.seq ? `seq${search.seq}` : search.now ? `now${search.now}` : undefined;
  const named = key && rows.find((row) => row.key === key);
  if (named) return named;
  const failed = rows.findLast((row) => row.before === "FAILED");
  return failed ?? rows.find((row) => row.verdict !== "same" && row.verdict !== "untried") ?? rows[0];
}

/** What the address says of a row. */
export function addressOf(key: string): FixSearch {
  const number = Number(key.slice(3));
  return key.startsWith("seq") ? { seq: number } : { now: number };
}
