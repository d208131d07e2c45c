import { describe, expect, it } from "vitest";
import { visitRow } from "@/lib/runs/testVisits";
import { axisOf, momentAt, placeOf, spanOf, ticksOf } from "./timeline";

const T0 = Date.parse("2026-03-01T10:00:00Z");
const at = (seconds: number) => new Date(T0 + seconds * 1000).toISOString();
const visit = (seq: number, from: number, to: number | null, stepType = "NO_OP") =>
  visitRow(seq, `s${seq}`, { stepType, startedAt: at(from), endedAt: to === null ? null : at(to) });
const seconds = (moment: number) => (moment - T0) / 1000;

describe("the time axis", () => {
  it("runs from the first visit to the last end, evenly", () => {
    const axis = axisOf([visit(1, 0, 4), visit(2, 4, 10)], T0);
    expect(axis.map((part) => [seconds(part.from), seconds(part.to), part.folded])).toEqual([[0, 10, false]]);
    expect(placeOf(axis, T0 + 4000)).toBeCloseTo(0.4);
    expect(seconds(momentAt(axis, 0.4))).toBeCloseTo(4);
  });

  it.each([
    [0, [0, 1]],
    [0.002, [0, 1, 2]],
    [0.003, [0, 1, 2, 3]],
    [10, [0, 2500, 5000, 7500, 10_000]],
  ])("of %f s has times above it that are all different", (end, expected) => {
    const ticks = ticksOf(axisOf([visit(1, 0, end)], T0));
    expect(ticks.map((tick) => tick.ms)).toEqual(expected);
    expect([ticks[0]?.place, ticks.at(-1)?.place]).toEqual([0, 1]);
  });

  it("folds a long stretch in which the run only waited", () => {
    const axis = axisOf(
      [visit(1, 0, 5), visit(2, 5, 3605, "WAIT_FOR_EXTERNAL_EVENT"), visit(3, 3605, 3610)],
      T0,
    );
    expect(axis.map((part) => [seconds(part.from), seconds(part.to), part.folded])).toEqual([
      [0, 5, false],
      [5, 3605, true],
      [3605, 3610, false],
    ]);
    const [first, fold, last] = axis;
    expect((fold?.end ?? 0) - (fold?.start ?? 0)).toBeLessThan(0.06);
    expect(first?.end).toBeCloseTo(1 - (last?.start ?? 0));
  });

  it("does not fold a wait while another branch works, nor a short one", () => {
    const busy = [visit(1, 0, 100, "WAIT_FOR_EXTERNAL_EVENT"), visit(2, 0, 100)];
    expect(axisOf(busy, T0).some((part) => part.folded)).toBe(false);
    const short = [visit(1, 0, 1), visit(2, 1, 2, "WAIT_FOR_EXTERNAL_EVENT"), visit(3, 2, 3)];
    expect(axisOf(short, T0).some((part) => part.folded)).toBe(false);
  });

  it("lets what goes on last until now", () => {
    const open = visit(1, 0, null);
    expect(seconds(spanOf(open, T0 + 7000).to)).toBe(7);
    expect(seconds(axisOf([open], T0 + 7000)[0]?.to ?? 0)).toBe(7);
  });

  it("is empty without visits, and has a length when everything took no time", () => {
    expect(axisOf([], T0)).toEqual([]);
    expect(placeOf([], T0)).toBe(0);
    const [only] = axisOf([visit(1, 0, 0)], T0);
    expect([only?.start, only?.end]).toEqual([0, 1]);
  });
});
