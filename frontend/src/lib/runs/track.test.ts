import { describe, expect, it } from "vitest";
import { visitRow } from "./testVisits";
import { horizonOf, momentAt, placeOn, sameTrack, trackOf } from "./track";

/** A loop that meets a fork of two items twice. */
const RUN = [
  visitRow(1, "a"),
  visitRow(2, "fork"),
  visitRow(3, "fork[0].x"),
  visitRow(4, "fork[1].x"),
  visitRow(5, "fork[0].y"),
  visitRow(6, "a"),
  visitRow(7, "fork"),
  visitRow(8, "fork[0].x"),
  visitRow(9, "fork[1].x"),
  visitRow(10, "end"),
];
const visit = (seq: number) => RUN[seq - 1];
const seqs = (found: { visits: readonly { seq: number }[] }) => found.visits.map((one) => one.seq);

describe("the way of a visit", () => {
  it("is the main one without the branches of its forks", () => {
    for (const chosen of [undefined, visit(1), visit(7)]) {
      const track = trackOf(RUN, chosen);
      expect([track.branch, track.after, seqs(track)]).toEqual(["", 0, [1, 2, 6, 7, 10]]);
    }
  });

  it("is its branch, of this meeting of the fork alone", () => {
    const first = trackOf(RUN, visit(5));
    expect([first.branch, first.after, seqs(first)]).toEqual(["fork[0]", 2, [3, 5]]);
    const second = trackOf(RUN, visit(8));
    expect([second.branch, second.after, seqs(second)]).toEqual(["fork[0]", 7, [8]]);
    expect(sameTrack(first, second)).toBe(false);
    expect(sameTrack(first, trackOf(RUN, visit(3)))).toBe(true);
  });
});

describe("a place on a way", () => {
  it("is found for each moment, also between its visits", () => {
    const main = trackOf(RUN, undefined);
    expect([0, 1, 2, 4, 5, 6, 10, 99].map((t) => placeOn(main, t))).toEqual([0, 1, 2, 2, 2, 3, 5, 5]);
  });

  it("leads back to its moment, and ends at both ends", () => {
    const main = trackOf(RUN, undefined);
    expect([-1, 0, 1, 3, 5, 9].map((place) => momentAt(main, place))).toEqual([0, 0, 1, 6, 10, 10]);
    const branch = trackOf(RUN, visit(5));
    expect([0, 1, 2, 3].map((place) => momentAt(branch, place))).toEqual([3, 3, 5, 5]);
  });
});

it("shows the branches of a fork as over when its visit is", () => {
  expect([0, 1, 2, 3, 5, 7, 10].map((t) => horizonOf(RUN, t))).toEqual([0, 1, 5, 3, 5, 9, 10]);
  expect(horizonOf([], 4)).toBe(4);
});
