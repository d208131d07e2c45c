import { describe, expect, it } from "vitest";
import { changesOf, needsBefore } from "./changes";

describe("the changes of a visit", () => {
  it("tell each place before and after", () => {
    const before = { n: 1, steps_output: {}, order: { lines: [{ qty: 2 }], old: "x" } };
    const patch = [
      { op: "replace", path: "/n", value: 2 },
      { op: "add", path: "/steps_output/a~1b", value: { ok: true } },
      { op: "replace", path: "/order/lines/0/qty", value: 3 },
      { op: "remove", path: "/order/old" },
    ];
    expect(changesOf(patch, before)).toEqual([
      { kind: "changed", path: "$.n", before: 1, after: 2 },
      { kind: "added", path: "$.steps_output['a/b']", before: undefined, after: { ok: true } },
      { kind: "changed", path: "$.order.lines[0].qty", before: 2, after: 3 },
      { kind: "removed", path: "$.order.old", before: "x", after: undefined },
    ]);
    expect(before).toEqual({ n: 1, steps_output: {}, order: { lines: [{ qty: 2 }], old: "x" } });
  });

  it("read each operation on what those before it left", () => {
    const patch = [
      { op: "remove", path: "/list/0" },
      { op: "add", path: "/list/0", value: "new" },
      { op: "remove", path: "/list/1" },
      { op: "add", path: "/list/-", value: "end" },
    ];
    const found = changesOf(patch, { list: ["a", "b"] });
    expect(found.map((change) => change.before)).toEqual(["a", undefined, "b", undefined]);
  });

  it("of additions alone need no context before", () => {
    expect(needsBefore([{ op: "add", path: "/a", value: 1 }])).toBe(false);
    expect(needsBefore([{ op: "remove", path: "/a" }])).toBe(true);
    expect(changesOf([{ op: "replace", path: "/a", value: 1 }], undefined)).toEqual([
      { kind: "changed", path: "$.a", before: undefined, after: 1 },
    ]);
  });

  it("take names of the object's prototype for plain keys", () => {
    const patch = [{ op: "replace", path: "/constructor", value: 1 }];
    expect(changesOf(patch, {})[0]?.before).toBeUndefined();
  });
});
