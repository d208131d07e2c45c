import { describe, expect, it } from "vitest";
import { parseSearch, stringifySearch } from "@/app/search";
import { filterCount, filtersOf, isLabel, parseExecutionsSearch } from "./search";

describe("the address of the list", () => {
  it("keeps every filter through the address bar", () => {
    const search = parseExecutionsSearch({
      flow: "f1",
      version: "3",
      status: "FAILED,RUNNING",
      startedAfter: "2026-03-01T10:00:00Z",
      trigger: "api",
      label: "team:sales",
      errorStep: "call",
      search: "A-17",
      parent: "p1",
    });
    expect(search).toEqual({
      flow: "f1",
      version: 3,
      status: ["RUNNING", "FAILED"],
      range: "custom",
      startedAfter: "2026-03-01T10:00:00.000Z",
      trigger: "api",
      label: "team:sales",
      errorStep: "call",
      search: "A-17",
      parent: "p1",
    });
    expect(parseExecutionsSearch(parseSearch(stringifySearch({ ...search })))).toEqual(search);
  });

  it.each([
    { status: "NOPE" },
    { version: "0" },
    { version: "x" },
    { range: "2y" },
    { startedAfter: "yesterday" },
    { flow: "" },
    { trigger: { a: 1 } },
    { unknown: "x" },
  ])("leaves out what makes no sense: %j", (search) => {
    expect(parseExecutionsSearch(search)).toEqual({});
  });

  it("asks for a named range from now back, and for a span as it is", () => {
    const now = Date.parse("2026-03-02T00:00:00Z");
    expect(filtersOf({ range: "24h", status: ["FAILED", "TIMED_OUT"] }, now)).toEqual({
      status: "FAILED,TIMED_OUT",
      startedAfter: "2026-03-01T00:00:00.000Z",
    });
    const span = { range: "custom" as const, startedBefore: "2026-01-01T00:00:00.000Z" };
    expect(filtersOf(span, now)).toEqual({ startedBefore: "2026-01-01T00:00:00.000Z" });
  });

  it("counts the filters that are on", () => {
    expect(filterCount({ search: "x" })).toBe(0);
    expect(filterCount({ range: "custom" })).toBe(0);
    expect(filterCount({ range: "1h", flow: "f", status: ["FAILED"] })).toBe(3);
  });
});

it.each([
  ["team:sales", true],
  ["team:", true],
  ["team", false],
  [":x", false],
])("takes %s for a label: %s", (text, is) => {
  expect(isLabel(text)).toBe(is);
});
