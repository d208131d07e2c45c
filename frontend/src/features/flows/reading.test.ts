import { describe, expect, test } from "vitest";
import { fileName } from "@/lib/download";
import { exampleOf } from "./dialogs/exampleOf";
import { readSource } from "./dialogs/importSource";
import { parseFlowSearch } from "./flow/search";
import { flowStatus } from "./flowStatus";
import { parseGallerySearch } from "./gallery/search";
import { parseFlowsSearch } from "./list/search";

describe("what a text to import is", () => {
  test("an export is taken as it is", () => {
    const document = { formatVersion: "2.0", flows: [] };
    expect(readSource(JSON.stringify(document), "x")).toEqual({ kind: "export", document });
  });

  test("a flow with its name keeps it", () => {
    const definition = { steps: {}, startStepInstanceId: "a" };
    expect(readSource(JSON.stringify({ name: "Mine", definition }), "file")).toEqual({
      kind: "definition",
      name: "Mine",
      definition,
    });
  });

  test("a bare definition is named after its file", () => {
    const definition = { steps: {}, startStepInstanceId: "a" };
    expect(readSource(JSON.stringify(definition), "expense")).toEqual({
      kind: "definition",
      name: "expense",
      definition,
    });
  });

  test.each(["{", "", "[1]", '"text"', "null"])("%s is refused", (text) => {
    expect(() => readSource(text, "x")).toThrow(SyntaxError);
  });
});

describe("an input to begin with", () => {
  test.each([
    [undefined, {}],
    [true, {}],
    [{ type: "object" }, {}],
    [{ default: { a: 1 } }, { a: 1 }],
    [{ examples: [{ b: 2 }] }, { b: 2 }],
    [
      {
        type: "object",
        required: ["id", "amount", "kind", "lines"],
        properties: {
          id: { type: "string" },
          amount: { type: ["number", "null"] },
          kind: { enum: ["a", "b"] },
          lines: { type: "array" },
          note: { type: "string" },
          express: { type: "boolean", default: true },
        },
      },
      { id: "", amount: 0, kind: "a", lines: [], express: true },
    ],
  ])("of %j is %j", (schema, value) => {
    expect(exampleOf(schema)).toEqual(value);
  });
});

describe("addresses", () => {
  test("the list's filters are read, nonsense is left out", () => {
    const search = { search: "pay", tag: "finance", status: "draft", dialog: "new", other: "1" };
    expect(parseFlowsSearch(search)).toEqual({
      search: "pay",
      tag: "finance",
      status: "draft",
      dialog: "new",
    });
    expect(parseFlowsSearch({ search: "  ", tag: 5, status: "live", dialog: "x" })).toEqual({});
  });

  test("a tab that does not exist is the overview", () => {
    expect(parseFlowSearch({ tab: "runs" })).toEqual({ tab: "runs" });
    expect(parseFlowSearch({ tab: "secrets" })).toEqual({});
  });

  test("the gallery knows its category and template", () => {
    expect(parseGallerySearch({ category: "Data", template: "csv", x: "" })).toEqual({
      category: "Data",
      template: "csv",
    });
    expect(parseGallerySearch({ category: "" })).toEqual({});
  });
});

test.each([
  [{ archivedAt: null, publishedVersion: null }, "draft"],
  [{ archivedAt: null, publishedVersion: 3 }, "published"],
  [{ archivedAt: "2026-01-01T00:00:00Z", publishedVersion: 3 }, "archived"],
] as const)("a flow with %j is %s", (flow, status) => {
  expect(flowStatus(flow)).toBe(status);
});

test.each([
  ["Expense approval", "Expense-approval"],
  ["../../etc/passwd", "etc-passwd"],
  ["Größe: 1/2", "Größe-1-2"],
  ["???", "allma"],
])("%s becomes the file %s", (name, file) => {
  expect(fileName(name)).toBe(file);
});
