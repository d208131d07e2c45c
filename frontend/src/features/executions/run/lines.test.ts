import { describe, expect, it } from "vitest";
import type { VisitRow } from "@/api/executions/types";
import { visitRow } from "@/lib/runs/testVisits";
import { type Line, linesOf, type Toggled, treeOf } from "./lines";

const NONE: Toggled = new Map();

function show(visits: VisitRow[], toggled: Toggled = NONE, chosen: number | null = null): string[] {
  return linesOf(treeOf(visits), toggled, chosen).map(told);
}

function told(line: Line): string {
  const space = "  ".repeat(line.depth);
  if (line.kind === "visit")
    return `${space}${line.visit.stepInstanceId}#${line.visit.seq}${line.turn ? ` turn ${line.turn}` : ""}`;
  if (line.kind === "loop") return `${space}${line.steps.join(">")} x${line.times}`;
  if (line.kind === "turn") return `${space}turn ${line.number}`;
  if (line.kind === "more") return `${space}${line.left} more`;
  return `${space}item ${line.index} ${line.status}`;
}

const visits = (...paths: string[]) => paths.map((path, index) => visitRow(index + 1, path));

describe("the lines of a run", () => {
  it("are its visits in their order", () => {
    expect(show(visits("a", "b", "c"))).toEqual(["a#1", "b#2", "c#3"]);
  });

  it("fold a step that comes three times in a row, and name its turns when opened", () => {
    const run = visits("a", "n", "n", "n", "b");
    expect(show(run)).toEqual(["a#1", "n x3", "b#5"]);
    expect(show(run, new Map([["loop:2", true]]))).toEqual([
      "a#1",
      "n x3",
      "  n#2 turn 1",
      "  n#3 turn 2",
      "  n#4 turn 3",
      "b#5",
    ]);
  });

  it("fold a loop of several steps into turns", () => {
    const run = visits("a", "x", "y", "x", "y", "x", "y", "x", "end");
    expect(show(run)).toEqual(["a#1", "x>y x3", "x#8", "end#9"]);
    const open = new Map([
      ["loop:2", true],
      ["turn:4", true],
    ]);
    expect(show(run, open)).toEqual([
      "a#1",
      "x>y x3",
      "  turn 1",
      "  turn 2",
      "    x#4",
      "    y#5",
      "  turn 3",
      "x#8",
      "end#9",
    ]);
  });

  it("do not fold what comes twice", () => {
    expect(show(visits("x", "y", "x", "y"))).toEqual(["x#1", "y#2", "x#3", "y#4"]);
  });

  it("put branches below their fork, the failed first, each folded", () => {
    const run = [
      visitRow(1, "f"),
      visitRow(2, "f[0].a"),
      visitRow(3, "f[1].a"),
      visitRow(4, "f[0].b"),
      visitRow(5, "f[1].b", { status: "FAILED" }),
      visitRow(6, "end"),
    ];
    expect(show(run)).toEqual(["f#1", "  item 1 FAILED", "  item 0 COMPLETED", "end#6"]);
    expect(show(run, new Map([["branch:1:0", true]]))).toEqual([
      "f#1",
      "  item 1 FAILED",
      "  item 0 COMPLETED",
      "    a#2",
      "    b#4",
      "end#6",
    ]);
  });

  it("give the branches of a fork that is visited again to its newest visit, and forks in forks to theirs", () => {
    const run = visits("f", "f[0].g", "f[0].g[0].a", "f", "f[0].a");
    const open = new Map(["branch:1:0", "branch:2:0", "branch:4:0"].map((key) => [key, true]));
    expect(show(run, open)).toEqual([
      "f#1",
      "  item 0 COMPLETED",
      "    g#2",
      "      item 0 COMPLETED",
      "        a#3",
      "f#4",
      "  item 0 COMPLETED",
      "    a#5",
    ]);
  });

  it("keep many branches folded in their fork, and count the failed", () => {
    const run = [
      visitRow(1, "f"),
      ...Array.from({ length: 13 }, (_, n) =>
        visitRow(n + 2, `f[${n}].a`, n === 4 ? { status: "FAILED" } : {}),
      ),
    ];
    const [line, ...others] = linesOf(treeOf(run), NONE, null);
    expect(others).toEqual([]);
    expect(line?.kind === "visit" && line.branches).toEqual({ count: 13, failed: 1, open: false });
  });

  it("open the groups around the chosen visit, but not against a person's will", () => {
    const run = visits("a", "n", "n", "n", "b");
    expect(show(run, NONE, 3)).toContain("  n#3 turn 2");
    expect(show(run, new Map([["loop:2", false]]), 3)).toEqual(["a#1", "n x3", "b#5"]);
  });

  it("show a chunk's branches although their fork is in another run", () => {
    expect(show(visits("f[1000].a", "f[1001].a"))).toEqual(["a#1", "a#2"]);
  });

  it("of ten thousand visits are made within a moment", () => {
    const run = Array.from({ length: 10_000 }, (_, n) =>
      visitRow(n + 1, ["a", "b", "c", "d"][(n * n) % 4] ?? "a"),
    );
    const start = performance.now();
    linesOf(treeOf(run), NONE, 5_000);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
