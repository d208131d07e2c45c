import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fieldChanges } from "./fieldChanges";

describe("the fields that a patch changes", () => {
  test("a replaced field has what it was and what it becomes", () => {
    const step = { config: { url: "/a" } };
    expect(fieldChanges(step, [{ op: "replace", path: "/config/url", value: "/b" }])).toEqual([
      { path: "/config/url", before: "/a", after: "/b" },
    ]);
  });

  test("a field that comes or goes is undefined on the other side", () => {
    const patch = [
      { op: "add", path: "/delay", value: 5 },
      { op: "remove", path: "/note" },
    ];
    expect(fieldChanges({ note: "x" }, patch)).toEqual([
      { path: "/delay", before: undefined, after: 5 },
      { path: "/note", before: "x", after: undefined },
    ]);
  });

  test("places in lists are those at that point of the patch", () => {
    const patch = [
      { op: "remove", path: "/list/0" },
      { op: "remove", path: "/list/0" },
      { op: "add", path: "/list/-", value: "d" },
    ];
    expect(fieldChanges({ list: ["a", "b", "c"] }, patch)).toEqual([
      { path: "/list/0", before: "a", after: undefined },
      { path: "/list/0", before: "b", after: undefined },
      { path: "/list/-", before: undefined, after: "d" },
    ]);
  });

  test("an item put into a list replaces nothing", () => {
    expect(fieldChanges({ list: ["a"] }, [{ op: "add", path: "/list/0", value: "b" }])).toEqual([
      { path: "/list/0", before: undefined, after: "b" },
    ]);
  });

  test("move and copy say what arrives", () => {
    const patch = [
      { op: "move", from: "/a", path: "/b" },
      { op: "copy", from: "/b", path: "/c" },
    ];
    expect(fieldChanges({ a: 1, b: 2 }, patch)).toEqual([
      { path: "/b", before: 2, after: 1 },
      { path: "/c", before: undefined, after: 1 },
    ]);
  });

  test("the empty path is the whole value, and ~1 is a slash in a name", () => {
    expect(fieldChanges("a", [{ op: "replace", path: "", value: "b" }])).toEqual([
      { path: "", before: "a", after: "b" },
    ]);
    expect(fieldChanges({ "a/b": 1 }, [{ op: "remove", path: "/a~1b" }])).toEqual([
      { path: "/a~1b", before: 1, after: undefined },
    ]);
  });

  test("a patch that does not fit is refused with the place", () => {
    expect(() => fieldChanges({}, [{ op: "replace", path: "/a/b", value: 1 }])).toThrow(
      new RangeError("There is nothing at /a/b."),
    );
  });

  test("the value itself is never changed", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()),
        fc.jsonValue(),
        (value, other) => {
          const before = structuredClone(value);
          const key = Object.keys(value)[0] ?? "new";
          const path = `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
          fieldChanges(value, [{ op: "add", path, value: other }]);
          expect(value).toEqual(before);
        },
      ),
    );
  });
});
