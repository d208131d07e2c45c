import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "@/lib/expressions/types";
import { ContextLine, type VisitPatch } from "./contextLine";
import { applyPatch, keysOf, PatchError, type PatchOperation, valueAt } from "./patch";

const clone = (value: Json): Json => JSON.parse(JSON.stringify(value));
const pointer = (key: string | number) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;

/** What makes `after` of `before`, written as plainly as can be: the server's patches are of the same kind. */
function patchBetween(before: Json, after: Json, path = ""): PatchOperation[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isObject(before) || !isObject(after)) return [{ op: "replace", path, value: after }];
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return [
    ...gone.map((key) => ({ op: "remove", path: path + pointer(key) })),
    ...Object.entries(after).flatMap(([key, value]) =>
      Object.hasOwn(before, key)
        ? patchBetween(before[key], value, path + pointer(key))
        : [{ op: "add", path: path + pointer(key), value }],
    ),
  ];
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const json = fc.jsonValue({ maxDepth: 3 });
const context = fc.dictionary(fc.string(), json);

function lineOf(contexts: readonly Json[]): ContextLine {
  const [start, ...others] = contexts;
  const line = new ContextLine(start);
  const changes = others.map((after, index) => ({
    seq: (index + 1) * 3,
    patch: patchBetween(contexts[index], after),
  }));
  line.extend(changes);
  return line;
}

/** Equal as JSON, whatever the order of the keys. */
const same = (left: Json | undefined, right: Json | undefined) => expect(left).toEqual(right);

describe("the contexts of a way", () => {
  it("are those the changes were made of, in whatever order one looks at them", () => {
    const property = fc.property(
      fc.array(context.map(clone), { minLength: 1, maxLength: 130 }),
      fc.array(fc.nat(), { maxLength: 40 }),
      (contexts, looks) => {
        const line = lineOf(contexts);
        for (const look of looks) {
          const index = look % contexts.length;
          same(line.after(index * 3), contexts[index]);
          if (index > 0) same(line.before(index * 3), contexts[index - 1]);
        }
      },
    );
    fc.assert(property, { numRuns: 60 });
  });

  it("never change the context one began with, and share what a visit left alone", () => {
    const start = { big: { list: [1, 2, 3] }, n: 0 };
    const line = new ContextLine(start);
    line.extend([{ seq: 1, patch: [{ op: "replace", path: "/n", value: 1 }] }]);
    const after = line.after(1) as typeof start;
    expect(start).toEqual({ big: { list: [1, 2, 3] }, n: 0 });
    expect(after.n).toBe(1);
    expect(after.big).toBe(start.big);
    expect(line.after(0)).toBe(start);
  });

  it("between two visits are those of the one before", () => {
    const line = new ContextLine({ n: 0 });
    const set = (value: number): PatchOperation[] => [{ op: "replace", path: "/n", value }];
    line.extend([
      { seq: 1, patch: set(1) },
      { seq: 8, patch: set(8) },
    ]);
    expect(line.after(5)).toEqual({ n: 1 });
    expect(line.before(8)).toEqual({ n: 1 });
    expect(line.patchOf(8)).toEqual(set(8));
    expect(line.patchOf(5)).toBeUndefined();
  });

  it("are not known behind the last change, until more come", () => {
    const line = new ContextLine({});
    const change: VisitPatch = { seq: 1, patch: [{ op: "add", path: "/a", value: 1 }] };
    expect([line.after(1), line.lastSeq]).toEqual([undefined, 0]);
    line.extend([change]);
    line.extend([change, { seq: 2, patch: [{ op: "remove", path: "/a" }] }]);
    expect([line.after(1), line.after(2), line.after(3)]).toEqual([{ a: 1 }, {}, undefined]);
  });
});

describe("a patch", () => {
  it("edits lists at their places, one operation after the other", () => {
    const patch = [
      { op: "remove", path: "/list/0" },
      { op: "add", path: "/list/0", value: "new" },
      { op: "add", path: "/list/-", value: "end" },
      { op: "replace", path: "/list/1", value: "B" },
    ];
    expect(applyPatch({ list: ["a", "b"] }, patch)).toEqual({ list: ["new", "B", "end"] });
  });

  it("takes names of the object's prototype for plain keys", () => {
    const given = applyPatch({}, [{ op: "add", path: "/__proto__", value: { x: 1 } }]) as object;
    expect(Object.keys(given)).toEqual(["__proto__"]);
    expect(valueAt({}, ["constructor"])).toBeUndefined();
  });

  it("of the whole document puts another in its place", () => {
    expect(applyPatch({ a: 1 }, [{ op: "replace", path: "", value: "***" }])).toBe("***");
  });

  it.each([
    [{ a: 1 }, "/a/b"],
    [{}, "/a/b"],
    [{ list: [1] }, "/list/7"],
    ["text", "/a"],
  ])("that does not fit %j is refused", (document, path) => {
    expect(() => applyPatch(document, [{ op: "add", path, value: 1 }])).toThrow(PatchError);
  });

  it("names keys with slashes and tildes", () => {
    expect(keysOf("/a~1b/~0/")).toEqual(["a/b", "~", ""]);
  });
});
