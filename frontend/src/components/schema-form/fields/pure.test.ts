import { describe, expect, it, test } from "vitest";
import { lastKey, pathInTemplate } from "../drop";
import { checkValue } from "../input/check";
import { convertLiteral, literalKind } from "./literals";
import { sourceOf, withPath, writtenSource } from "./mappingRows";
import { freeKey, keyProblem, recordOf } from "./rows";

test.each([
  ["$.order.total", "total"],
  ["$.order['unit price']", "unit price"],
  ["$.items[0]", "items"],
  ["$.items[*]", "items"],
  ["$", "item"],
])("a row for %s is called %s", (path, key) => expect(lastKey(path)).toBe(key));

test.each([
  ["$.order.id", "order.id"],
  ["$.items[0].name", "items[0].name"],
  ["$..deep", null],
  ["$.items[?@.a]", null],
])("%s is %s in a template", (path, text) => expect(pathInTemplate(path)).toBe(text));

describe("the source of a mapping", () => {
  it("is a path, or a path that is required", () => {
    expect(sourceOf("$.a")).toEqual({ path: "$.a", required: false });
    expect(sourceOf({ path: "$.a", required: true })).toEqual({ path: "$.a", required: true });
    expect(sourceOf({ path: "$.a", other: 1 })).toBeNull();
    expect(sourceOf(7)).toBeNull();
  });

  it("is written in the short form where that says the same", () => {
    expect(writtenSource({ path: "$.a", required: false })).toBe("$.a");
    expect(writtenSource({ path: "$.a", required: true })).toEqual({ path: "$.a", required: true });
    expect(withPath({ path: "$.a", required: true }, "$.b")).toEqual({ path: "$.b", required: true });
  });
});

describe("rows of an object", () => {
  const rows = [
    { id: 1, key: "a", value: 1 },
    { id: 2, key: "", value: 2 },
    { id: 3, key: "a", value: 3 },
    { id: 4, key: "b", value: 4 },
  ];

  it("without a name, and the second of a name, are not kept", () => {
    expect(recordOf(rows)).toEqual({ a: 1, b: 4 });
    expect(rows.map((row) => keyProblem(rows, row))).toEqual([null, "empty", "twice", null]);
  });

  it("get a free name", () => {
    expect(freeKey(rows, "a")).toBe("a_2");
    expect(freeKey(rows, "c")).toBe("c");
  });
});

describe("a fixed value", () => {
  test.each([
    ["x", "text"],
    [1, "number"],
    [false, "boolean"],
    [null, "null"],
    [[1], "json"],
  ])("%j is %s", (value, kind) => expect(literalKind(value)).toBe(kind));

  it("takes along what another kind can hold", () => {
    expect(convertLiteral({ a: 1 }, "text")).toBe('{"a":1}');
    expect(convertLiteral('{"a":1}', "json")).toEqual({ a: 1 });
    expect(convertLiteral("12", "number")).toBe(12);
    expect(convertLiteral("x", "number")).toBe(0);
    expect(convertLiteral("true", "boolean")).toBe(true);
  });
});

it("names the required fields of a value that are missing", () => {
  const schema = {
    type: "object",
    required: ["order", "who"],
    properties: {
      order: {
        type: "object",
        required: ["id"],
        properties: {
          id: { type: "string" },
          lines: { type: "array", items: { required: ["n"], properties: { n: {} } } },
        },
      },
      who: { type: "string" },
    },
  };
  expect(checkValue(schema, { order: { lines: [{ n: 1 }, {}] } })).toEqual([
    "order.id",
    "order.lines.1.n",
    "who",
  ]);
  expect(checkValue(schema, { order: { id: "1" }, who: "me" })).toEqual([]);
});
