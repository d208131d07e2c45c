import { expect, it } from "vitest";
import type { Replay, ReplayVisit } from "@/api/executions/replayRun";
import { visitRow } from "@/lib/runs/testVisits";
import { parseFixSearch } from "./fixSearch";
import { addressOf, chosenRow, fixRows } from "./replayRows";

function now(seq: number, step: string, fields: Partial<ReplayVisit> = {}): ReplayVisit {
  return {
    seq,
    recordedSeq: seq,
    path: step,
    stepInstanceId: step,
    stepType: "NO_OP",
    verdict: "same",
    differences: [],
    recorded: false,
    stepChanged: false,
    stuck: null,
    status: "COMPLETED",
    input: null,
    output: null,
    contextDiff: [],
    mappingEvents: [],
    transition: null,
    error: null,
    ...fields,
  };
}

function replay(visits: ReplayVisit[], fields: Partial<Replay> = {}): Replay {
  const none = { reason: "", firstDivergence: null, missed: [], output: null, error: null, truncated: false };
  return { verdict: "differs", status: "COMPLETED", visits, ...none, ...fields };
}

const VISITS = [visitRow(1, "a"), visitRow(2, "b"), visitRow(3, "c", { status: "FAILED" })];

it("shows the run as it was recorded until something is tried", () => {
  expect(fixRows(VISITS, undefined).map((row) => [row.key, row.after, row.verdict])).toEqual([
    ["seq1", "COMPLETED", "untried"],
    ["seq2", "COMPLETED", "untried"],
    ["seq3", "FAILED", "untried"],
  ]);
});

it("says of each visit what became of it", () => {
  const rows = fixRows(
    VISITS,
    replay([
      now(1, "a"),
      now(2, "b", { verdict: "differs", differences: ["output"] }),
      now(3, "c", { verdict: "differs" }),
      now(4, "d", { recordedSeq: null, verdict: "new" }),
      now(5, "e", { recordedSeq: null, verdict: "new", status: "WAITING", stuck: "No answer is recorded." }),
    ]),
  );
  expect(rows.map((row) => [row.key, row.before, row.after, row.verdict])).toEqual([
    ["seq1", "COMPLETED", "COMPLETED", "same"],
    ["seq2", "COMPLETED", "COMPLETED", "changed"],
    ["seq3", "FAILED", "COMPLETED", "ok"],
    ["now4", null, "COMPLETED", "new"],
    ["now5", null, "WAITING", "asks"],
  ]);
});

it("tells a visit that fails only now, one whose recorded answer may be old, and one that is not reached", () => {
  const rows = fixRows(
    VISITS,
    replay([now(1, "a", { recorded: true, stepChanged: true }), now(2, "b", { status: "FAILED" })], {
      missed: [{ seq: 3, path: "c", stepInstanceId: "c" }],
    }),
  );
  expect(rows.map((row) => row.verdict)).toEqual(["recorded", "fails", "missed"]);
});

it("begins at the visit that failed, unless the address names one", () => {
  const rows = fixRows(VISITS, undefined);
  expect(chosenRow(rows, {})?.key).toBe("seq3");
  expect(chosenRow(rows, { seq: 2 })?.key).toBe("seq2");
  expect(chosenRow(rows, { now: 9 })?.key).toBe("seq3");
});

it("keeps in the address what makes sense", () => {
  expect(addressOf("seq12")).toEqual({ seq: 12 });
  expect(addressOf("now3")).toEqual({ now: 3 });
  expect(parseFixSearch({ seq: "2", now: 4, version: 7 })).toEqual({ seq: 2, version: 7 });
  expect(parseFixSearch({ seq: -1, now: "x", version: 0 })).toEqual({});
});
