import fc from "fast-check";
import { expect, it } from "vitest";
import { applyPatch } from "@/lib/runs/patch";
import { patchBetween } from "./contextPatch";

it("names only the places that differ", () => {
  const before = { order: { id: "A", lines: [1, 2, 3], "a/b~c": 1 }, secret: "***" };
  const after = { order: { id: "A", lines: [1, 5, 3], "a/b~c": 2 }, secret: "***", amount: 7 };
  expect(patchBetween(before, after)).toEqual([
    { op: "replace", path: "/order/lines/1", value: 5 },
    { op: "replace", path: "/order/a~1b~0c", value: 2 },
    { op: "add", path: "/amount", value: 7 },
  ]);
});

it("keeps the elements that both lists begin and end with", () => {
  expect(patchBetween([1, 2, 3, 4], [1, 4])).toEqual([
    { op: "remove", path: "/2" },
    { op: "remove", path: "/1" },
  ]);
  expect(patchBetween([{ a: 1 }, { b: 2 }], [{ a: 1 }, { x: 0 }, { b: 2 }])).toEqual([
    { op: "add", path: "/1", value: { x: 0 } },
  ]);
});

it("replaces a value of another kind whole", () => {
  expect(patchBetween({ a: [1] }, { a: { 0: 1 } })).toEqual([{ op: "replace", path: "/a", value: { 0: 1 } }]);
  expect(patchBetween({ a: null }, { a: {} })).toEqual([{ op: "replace", path: "/a", value: {} }]);
});

it("makes the one of the other, whatever they are", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      const made = applyPatch(before, patchBetween(before, after));
      expect(JSON.parse(JSON.stringify(made))).toEqual(JSON.parse(JSON.stringify(after)));
    }),
  );
});

it("makes no patch of a document and itself", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(patchBetween(value, structuredClone(value))).toEqual([]);
    }),
  );
});
