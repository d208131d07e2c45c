import { expect, it } from "vitest";
import { marksOf, placeText } from "./marks";

const AFTER = { n: 2, order: { lines: [{ qty: 3 }], "7": true }, "odd key": 1 };
const PATCH = [
  { op: "replace", path: "/n", value: 2 },
  { op: "add", path: "/order/lines/0/qty", value: 3 },
  { op: "remove", path: "/gone" },
  { op: "add", path: "/odd key", value: 1 },
];

it("marks what a visit wrote and what that lies in", () => {
  expect(Object.fromEntries(marksOf(AFTER, PATCH, "after"))).toEqual({
    $: "inside",
    "$.n": "changed",
    "$.order": "inside",
    "$.order.lines": "inside",
    "$.order.lines[0]": "inside",
    "$.order.lines[0].qty": "added",
    "$['odd key']": "added",
  });
});

it("marks of the context before what the visit changes and removes", () => {
  const before = { n: 1, order: { lines: [{}] }, gone: 0 };
  const marks = marksOf(before, PATCH, "before");
  expect([marks.get("$.n"), marks.get("$.gone"), marks.get("$['odd key']")]).toEqual([
    "changed",
    "removed",
    undefined,
  ]);
});

it("tells indexes from names by what is there", () => {
  expect(placeText(AFTER, "/order/lines/0/qty")).toBe("$.order.lines[0].qty");
  expect(placeText(AFTER, "/order/7")).toBe("$.order['7']");
});
