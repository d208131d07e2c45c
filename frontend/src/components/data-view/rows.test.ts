import { describe, expect, it } from "vitest";
import {
  CLOSED,
  listMore,
  openedAtFirst,
  PAGE,
  type Row,
  reveal,
  rowsOf,
  toggle,
  wayTo,
  withLoaded,
} from "./rows";
import { type Match, searchTree } from "./search";
import { columnsOf, isTable } from "./table";
import { moveIn } from "./useTree";

const value = { order: { id: "A-1", lines: [{ sku: "x" }, { sku: "y" }], "a b": {} }, none: [] };
const many = { list: Array.from({ length: 1200 }, (_, n) => ({ n })) };
const large = { preview: '{"a":', bytes: 70_000, href: "/api/v1/executions/e/blobs/s/" };

const told = (rows: Row[]) =>
  rows.map((row) => (row.kind === "more" ? `${row.path} +${row.left}` : row.path));
const open = (...paths: string[]) => ({ ...CLOSED, open: new Set(paths) });

describe("the lines of a tree", () => {
  it("are the root alone when nothing is open", () => {
    expect(told(rowsOf(value, "$", CLOSED))).toEqual(["$"]);
  });

  it("are the members of what is open, in order, with paths that can be read", () => {
    expect(told(rowsOf(value, "$", open("$", "$.order", "$.order.lines")))).toEqual([
      "$",
      "$.order",
      "$.order.id",
      "$.order.lines",
      "$.order.lines[0]",
      "$.order.lines[1]",
      "$.order['a b']",
      "$.none",
    ]);
  });

  it("tell the depth, the place among siblings and how many members there are", () => {
    const rows = rowsOf(value, "$", open("$", "$.order"));
    expect(rows[3]).toMatchObject({ name: "lines", depth: 2, place: 2, siblings: 3, count: 2, open: false });
    expect(rows[2]).toMatchObject({ name: "id", count: null });
  });

  it("stop at 500 members and go on by 500 when asked", () => {
    const first = rowsOf(many, "$", open("$", "$.list"));
    expect(first).toHaveLength(2 + PAGE + 1);
    expect(told(first).at(-1)).toBe("$.list +700");
    const next = rowsOf(many, "$", listMore(open("$", "$.list"), "$.list"));
    expect(told(next).at(-1)).toBe("$.list +200");
  });

  it("put a large value in the place of its pointer when it is loaded", () => {
    const closed = rowsOf({ big: large }, "$", open("$", "$.big"));
    expect(told(closed)).toEqual(["$", "$.big"]);
    const loaded = rowsOf({ big: large }, "$", withLoaded(open("$"), "$.big", { a: 1 }));
    expect(told(loaded)).toEqual(["$", "$.big", "$.big.a"]);
  });

  it("are opened down to a found place, as many as it takes", () => {
    const rows = rowsOf(many, "$", reveal(CLOSED, many, "$", ["list", 900, "n"]));
    expect(told(rows)).toContain("$.list[900].n");
    expect(told(rows).at(-1)).toBe("$.list +200");
  });

  it("are found by their path, through lists and names that need quotes", () => {
    const way = (path: string) => wayTo(CLOSED, value, "$", path);
    expect(way("$")).toEqual({ keys: [] });
    expect(way("$.order.lines[1].sku")).toEqual({ keys: ["order", "lines", 1, "sku"] });
    expect(way("$.order['a b']")).toEqual({ keys: ["order", "a b"] });
    for (const path of ["$.ord", "$.order.lines[2]", "$.order.id.x", "$.none['a']", "x"])
      expect(way(path)).toBeNull();
  });

  it("are found behind a large value once that is loaded", () => {
    const root = { big: large };
    expect(wayTo(CLOSED, root, "$", "$.big")).toEqual({ keys: ["big"] });
    expect(wayTo(CLOSED, root, "$", "$.big.z")).toEqual({ path: "$.big", large });
    const inside = Object.fromEntries(Array.from({ length: 700 }, (_, n) => [`n${n}`, n]));
    const loaded = withLoaded(CLOSED, "$.big", inside);
    const way = wayTo(loaded, root, "$", "$.big.n600");
    expect(way).toEqual({ keys: ["big", "n600"] });
    const rows = rowsOf(root, "$", reveal(loaded, root, "$", ["big", "n600"]));
    expect(told(rows)).toContain("$.big.n600");
  });

  it("are at first open where there is little", () => {
    expect([...openedAtFirst(value, "$")]).toEqual(["$", "$.order"]);
    expect([...openedAtFirst(many, "$")]).toEqual(["$"]);
  });
});

describe("the arrow keys", () => {
  const rows = rowsOf(value, "$", open("$", "$.order"));
  it.each([
    [1, "ArrowDown", { to: 2 }],
    [1, "ArrowUp", { to: 0 }],
    [0, "ArrowUp", { to: 0 }],
    [5, "ArrowDown", { to: 5 }],
    [1, "ArrowRight", { to: 2 }],
    [3, "ArrowRight", { toggle: "$.order.lines" }],
    [2, "ArrowRight", null],
    [2, "ArrowLeft", { to: 1 }],
    [1, "ArrowLeft", { toggle: "$.order" }],
    [3, "Home", { to: 0 }],
    [0, "End", { to: 5 }],
    [0, "x", null],
  ])("on line %i, %s leads to %j", (active, key, expected) => {
    expect(moveIn(rows, active, key)).toEqual(expected);
  });

  it("close what is open", () => {
    expect(told(rowsOf(value, "$", toggle(open("$", "$.order"), "$.order")))).toEqual([
      "$",
      "$.order",
      "$.none",
    ]);
  });
});

describe("the search", () => {
  const search = (root: unknown, text: string) => {
    const found: Match[] = [];
    const slices = [...searchTree(root, "$", text, found)].length;
    return { paths: found.map((match) => match.path), slices };
  };

  it("finds names and plain values, in the order of the tree, whatever their case", () => {
    expect(search({ Sku: 1, a: ["XSKUx", null], b: { c: "no", d: 120 } }, "sku").paths).toEqual([
      "$.Sku",
      "$.a[0]",
    ]);
    expect(search({ a: 120, b: null, c: true }, "12").paths).toEqual(["$.a"]);
    expect(search({ a: 120, b: null }, "null").paths).toEqual(["$.b"]);
  });

  it("pauses every 5,000 values and stops at 1,000 places", () => {
    expect(
      search(
        Array.from({ length: 20_000 }, (_, n) => n),
        "nothing",
      ).slices,
    ).toBe(4);
    expect(
      search(
        Array.from({ length: 20_000 }, () => "hit"),
        "hit",
      ).paths,
    ).toHaveLength(1000);
  });
});

describe("a table", () => {
  it("is a list of objects, with a column for every name in the order of appearance", () => {
    expect(isTable([{ a: 1 }, { b: 2, a: 3 }])).toBe(true);
    expect([isTable([]), isTable([1]), isTable({ a: 1 })]).toEqual([false, false, false]);
    expect(columnsOf([{ a: 1 }, { b: 2, a: 3 }])).toEqual(["a", "b"]);
  });
});
