import { describe, expect, it } from "vitest";
import type { VisitRow } from "@/api/executions/types";
import { visitRow } from "./testVisits";
import { type ReadPage, readMoreVisits, readVisits, refreshVisits, visitsOf } from "./visitLog";

/** A server with pages of two visits; a cursor is the `seq` it stands behind. */
function server(rows: VisitRow[]) {
  const asked: (string | undefined)[] = [];
  const read: ReadPage = async (cursor) => {
    asked.push(cursor);
    const behind = rows.filter((row) => row.seq > Number(cursor ?? 0));
    const results = behind.slice(0, 2);
    return { results, next: behind.length > 2 ? String(results.at(-1)?.seq) : undefined };
  };
  return { rows, asked, read };
}

const done = (...seqs: number[]) => seqs.map((seq) => visitRow(seq, `s${seq}`));
const seqs = (rows: readonly VisitRow[]) => rows.map((row) => row.seq);

describe("the visits of a run", () => {
  it("are read page by page in their order", async () => {
    const { read, asked } = server(done(1, 2, 3, 4, 5));
    const log = await readVisits(read, 100);
    expect(seqs(visitsOf(log))).toEqual([1, 2, 3, 4, 5]);
    expect(asked).toEqual([undefined, "2", "4"]);
    expect(log.next).toBeUndefined();
  });

  it("are read up to a number, and on when asked for more", async () => {
    const { read } = server(done(1, 2, 3, 4, 5, 6));
    const some = await readVisits(read, 2);
    expect([seqs(visitsOf(some)), some.next]).toEqual([[1, 2], "2"]);
    const more = await readMoreVisits(some, read, 2);
    expect([seqs(visitsOf(more)), more.next]).toEqual([[1, 2, 3, 4], "4"]);
    const all = await readMoreVisits(more, read, 100);
    expect([seqs(visitsOf(all)), all.next]).toEqual([[1, 2, 3, 4, 5, 6], undefined]);
    expect(await readMoreVisits(all, read, 100)).toBe(all);
  });

  it("are refreshed by reading only pages with open visits and the end", async () => {
    const rows = [
      ...done(1, 2),
      visitRow(3, "wait", { status: "WAITING", endedAt: null }),
      ...done(4, 5, 6, 7),
    ];
    const { read, asked } = server(rows);
    const log = await readVisits(read, 100);
    rows[2] = visitRow(3, "wait");
    rows.push(...done(8, 9));
    asked.length = 0;
    const fresh = await refreshVisits(log, read, 100);
    expect(asked).toEqual(["2", "6", "8"]);
    expect(seqs(visitsOf(fresh))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(visitsOf(fresh)[2]?.status).toBe("COMPLETED");
  });

  it("begin when the first page was empty", async () => {
    const { read, rows } = server([]);
    const log = await readVisits(read, 100);
    rows.push(...done(1));
    expect(seqs(visitsOf(await refreshVisits(log, read, 100)))).toEqual([1]);
  });

  it("do not grow by refreshing while not all of them were asked for", async () => {
    const { read, rows } = server(done(1, 2, 3, 4));
    const log = await readVisits(read, 2);
    rows.push(...done(5));
    const fresh = await refreshVisits(log, read, 2);
    expect([seqs(visitsOf(fresh)), fresh.next]).toEqual([[1, 2], "2"]);
  });

  it("are the same list as long as the log is the same", async () => {
    const { read } = server(done(1));
    const log = await readVisits(read, 100);
    expect(visitsOf(log)).toBe(visitsOf(log));
    expect(visitsOf(undefined)).toBe(visitsOf(undefined));
  });
});
