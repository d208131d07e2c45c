import { describe, expect, it } from "vitest";
import type { ExecutionFrame } from "@/lib/live";
import { visitRow } from "./testVisits";
import { NOTHING_TOLD, tell, toldBehind, withTold } from "./told";

const rows = [visitRow(1, "a"), visitRow(2, "b", { status: "RUNNING", endedAt: null, durationMs: null })];

function progress(seq: number, visit: number, status: "RUNNING" | "COMPLETED", attempts = 1): ExecutionFrame {
  const step = { type: "step.completed", seq: visit, path: "b", stepInstanceId: "b", status, attempts };
  return { type: "progress", seq, at: "2026-03-01T10:00:00Z", steps: [step] };
}

describe("what events tell of visits", () => {
  it("stands at the visit it is of, until that visit is read again", () => {
    const told = tell(NOTHING_TOLD, rows, progress(7, 2, "COMPLETED"));
    expect(withTold(rows, told).map((row) => row.status)).toEqual(["COMPLETED", "COMPLETED"]);
    expect(withTold(rows, told)[0]).toBe(rows[0]);
    expect(withTold(rows, toldBehind(told, 6)).map((row) => row.status)).toEqual(["COMPLETED", "COMPLETED"]);
    expect(withTold(rows, toldBehind(told, 7))).toBe(rows);
  });

  it("is what the last of them said", () => {
    const again = tell(NOTHING_TOLD, rows, progress(7, 2, "RUNNING", 2));
    expect(withTold(rows, again)[1]).toMatchObject({ status: "RUNNING", attempts: 2 });
    expect(withTold(rows, tell(again, rows, progress(8, 2, "COMPLETED", 2)))[1]).toMatchObject({
      status: "COMPLETED",
      attempts: 2,
    });
  });

  it("may be what the visit was when it was read", () => {
    const told = tell(NOTHING_TOLD, rows, progress(7, 2, "COMPLETED"));
    expect(withTold(rows, tell(told, rows, progress(8, 2, "RUNNING")))[1]).toMatchObject({
      status: "RUNNING",
    });
  });

  it("changes nothing when it is known, or of a visit that was not read", () => {
    expect(tell(NOTHING_TOLD, rows, progress(7, 1, "COMPLETED"))).toBe(NOTHING_TOLD);
    expect(tell(NOTHING_TOLD, rows, progress(7, 3, "COMPLETED"))).toBe(NOTHING_TOLD);
    expect(tell(NOTHING_TOLD, rows, { type: "execution.resumed", seq: 7, at: "" })).toBe(NOTHING_TOLD);
    expect(withTold(rows, NOTHING_TOLD)).toBe(rows);
  });
});
