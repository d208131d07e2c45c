import { describe, expect, test } from "vitest";
import { changesOf, type Diff, marksOf } from "./changes";
import { parseCompareSearch } from "./search";

const FROM = {
  startStepInstanceId: "a",
  timeoutSeconds: 60,
  flowVariables: { limit: 1 },
  steps: { a: { url: "/a" }, gone: {}, b: { x: 1 } },
};
const TO = { ...FROM, flowVariables: { limit: 2 }, steps: { fresh: {}, b: { x: 1 }, a: { url: "/b" } } };
const DIFF: Diff = {
  steps: {
    added: [{ stepInstanceId: "fresh", step: {} }],
    removed: ["gone"],
    changed: [{ stepInstanceId: "a", patch: [{ op: "replace", path: "/url", value: "/b" }], moved: false }],
    moved: [{ stepInstanceId: "b", patch: [] }],
  },
  flowVariables: [{ op: "replace", path: "/flowVariables/limit", value: 2 }],
  settings: [{ op: "replace", path: "/timeoutSeconds", value: 90 }],
};

describe("the changes between two versions", () => {
  test("stand in the order of the new version, then what went, variables and settings", () => {
    const changes = changesOf(DIFF, FROM, TO);
    expect(changes.map(({ id, kind }) => [id, kind])).toEqual([
      ["fresh", "added"],
      ["b", "moved"],
      ["a", "changed"],
      ["gone", "removed"],
      ["variables", "variables"],
      ["settings", "settings"],
    ]);
  });

  test("name every field with both values", () => {
    const changes = changesOf(DIFF, FROM, TO);
    expect(changes.find(({ id }) => id === "a")?.fields).toEqual([
      { path: "/url", before: "/a", after: "/b" },
    ]);
    expect(changes.at(-2)?.fields).toEqual([{ path: "/flowVariables/limit", before: 1, after: 2 }]);
    expect(changes.at(-1)?.fields).toEqual([{ path: "/timeoutSeconds", before: 60, after: 90 }]);
  });

  test("flow variables that are new show as a whole", () => {
    const diff = { ...DIFF, flowVariables: [{ op: "add", path: "/flowVariables", value: { a: 1 } }] };
    const { flowVariables: _none, ...bare } = FROM;
    expect(changesOf(diff, bare, TO).at(-2)?.fields).toEqual([
      { path: "/flowVariables", before: undefined, after: { a: 1 } },
    ]);
  });

  test("a draft saved in between still shows what is set", () => {
    const patch = [{ op: "replace", path: "/not/there", value: 5 }];
    const diff = {
      ...DIFF,
      steps: { ...DIFF.steps, changed: [{ stepInstanceId: "a", patch, moved: false }] },
    };
    expect(changesOf(diff, FROM, TO).find(({ id }) => id === "a")?.fields).toEqual([
      { path: "/not/there", before: undefined, after: 5 },
    ]);
  });

  test("each canvas marks only what it has; a step that only moved is not marked", () => {
    expect(marksOf(changesOf(DIFF, FROM, TO))).toEqual({
      from: { a: "changed", gone: "removed" },
      to: { a: "changed", fresh: "added" },
    });
  });
});

describe("the address of a comparison", () => {
  test.each([
    [
      { from: "1", to: "3", view: "text", change: "0" },
      { from: 1, to: 3, view: "text", change: 0 },
    ],
    [{ from: "0", to: "-1", view: "other", change: "x" }, {}],
    [
      { from: 2, to: 3 },
      { from: 2, to: 3 },
    ],
  ])("%j is read as %j", (search, read) => {
    expect(parseCompareSearch(search)).toEqual(read);
  });
});
