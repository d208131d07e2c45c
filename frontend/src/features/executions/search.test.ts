import { describe, expect, it } from "vitest";
import { parseSearch, stringifySearch } from "@/app/search";
import { filterCount, filtersOf, isLabel, onlyFilters, parseExecutionsSearch, savedQuery } from "./search";

describe("the address of the list", () => {
  it("keeps every filter through the address bar", () => {
    const search = parseExecutionsSearch({
      flow: "f1",
      version: "3",
      status: "FAILED,RUNNING",
      startedAfter: "2026-03-01T10:00:00Z",
      trigger: "api",
      label: "team:sales",
      attribute: "tier:gold, plated\nregion:eu",
      error: "no stock",
      errorStep: "call",
      errorName: "ContentStepError",
      fingerprint: "abc",
      search: "A-17",
      redriveOf: "r1",
      parent: "p1",
      saved: "s1",
      columns: "run,flow",
      job: "all",
    });
    expect(search).toEqual({
      flow: "f1",
      version: 3,
      status: ["RUNNING", "FAILED"],
      range: "custom",
      startedAfter: "2026-03-01T10:00:00.000Z",
      trigger: "api",
      label: "team:sales",
      attribute: "tier:gold, plated\nregion:eu",
      error: "no stock",
      errorStep: "call",
      errorName: "ContentStepError",
      fingerprint: "abc",
      search: "A-17",
      redriveOf: "r1",
      parent: "p1",
      saved: "s1",
      columns: "run,flow",
      job: "all",
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
    { attribute: "no colon" },
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
    expect(filtersOf({ range: "30d" }, now)).toEqual({ startedAfter: "2026-01-31T00:00:00.000Z" });
    const span = { range: "custom" as const, startedBefore: "2026-01-01T00:00:00.000Z" };
    expect(filtersOf(span, now)).toEqual({ startedBefore: "2026-01-01T00:00:00.000Z" });
  });

  it("asks for each search attribute by itself, and never for what is only a view", () => {
    const search = { attribute: "a:1\nb:2", saved: "s", columns: "run", job: "all" };
    expect(filtersOf(search, 0)).toEqual({ attribute: ["a:1", "b:2"] });
    expect(onlyFilters(search)).toEqual({ attribute: "a:1\nb:2" });
  });

  it("counts the filters that are on", () => {
    expect(filterCount({ search: "x", saved: "s", columns: "run", job: "all" })).toBe(0);
    expect(filterCount({ range: "custom" })).toBe(0);
    expect(filterCount({ range: "1h", flow: "f", status: ["FAILED"] })).toBe(3);
  });

  it("is kept by a saved search as texts from which the same filters come back", () => {
    const search = parseExecutionsSearch({
      status: "FAILED,TIMED_OUT",
      version: "2",
      range: "7d",
      saved: "s",
    });
    const kept = savedQuery(search);
    expect(kept).toEqual({ status: "FAILED,TIMED_OUT", version: "2", range: "7d" });
    expect(parseExecutionsSearch(kept)).toEqual(onlyFilters(search));
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
