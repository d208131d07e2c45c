import { expect, it } from "vitest";
import { without } from "./ValueEditor";

it.each([
  [["a"], { b: [1, { c: 2 }] }],
  [["b", 0], { a: 1, b: [{ c: 2 }] }],
  [["b", 1, "c"], { a: 1, b: [1, {}] }],
  [["x", "y"], { a: 1, b: [1, { c: 2 }] }],
])("takes away what lies at %j and nothing else", (keys, left) => {
  const document = { a: 1, b: [1, { c: 2 }] };
  expect(without(document, keys)).toEqual(left);
  expect(document).toEqual({ a: 1, b: [1, { c: 2 }] });
});
