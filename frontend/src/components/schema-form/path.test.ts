import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { getIn, pointerKeys, renameKey, sameJson, setIn } from "./path";

describe("setting a field", () => {
  it("makes the objects and lists on the way", () => {
    expect(setIn(undefined, ["a", 0, "b"], 1)).toEqual({ a: [{ b: 1 }] });
  });

  it("takes a field away, and the objects that become empty by that", () => {
    const step = { name: "x", customConfig: { timeoutMs: 5 } };
    expect(setIn(step, ["customConfig", "timeoutMs"], undefined)).toEqual({ name: "x" });
  });

  it("leaves an object that was empty before", () => {
    expect(setIn({ a: {}, b: { c: 1 } }, ["b", "c"], undefined)).toEqual({ a: {} });
  });

  it("keeps an empty object that is set on purpose", () => {
    expect(setIn({ id: 1 }, ["outputMappings"], {})).toEqual({ id: 1, outputMappings: {} });
  });

  it("keeps what is beside the path as the same reference", () => {
    const before = { left: { deep: [1] }, right: { x: 1 } };
    const after = setIn(before, ["right", "x"], 2);
    expect(getIn(after, ["left"])).toBe(before.left);
    expect(before).toEqual({ left: { deep: [1] }, right: { x: 1 } });
  });

  it("gives back what was set, whatever it is", () => {
    const key = fc.oneof(fc.string({ minLength: 1 }), fc.nat({ max: 3 }));
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.array(key, { minLength: 1, maxLength: 4 }),
        fc.jsonValue(),
        (root, path, value) => {
          fc.pre(!path.includes("__proto__"));
          expect(getIn(setIn(root, path, value), path)).toEqual(value);
        },
      ),
    );
  });
});

describe("comparing", () => {
  it("does not care for the order of keys, but for that of lists", () => {
    expect(sameJson({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(sameJson([1, 2], [2, 1])).toBe(false);
    expect(sameJson({ a: undefined }, {})).toBe(false);
  });
});

it("renames a key in its place", () => {
  expect(Object.entries(renameKey({ a: 1, b: 2, c: 3 }, "b", "x"))).toEqual([
    ["a", 1],
    ["x", 2],
    ["c", 3],
  ]);
});

it("reads the keys of a JSON Pointer", () => {
  expect(pointerKeys("/steps/a~1b/x~0y/0")).toEqual(["steps", "a/b", "x~y", "0"]);
});
