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
      endedAfter: "2026-03-02T10:00:00+02:00",
      endedBefore: "2026-03-03T10:00:00Z",
      trigger: "api",
      label: "team:sales\ntier:gold",
      attribute: "tier:gold, plated\nregion:eu",
      error: "no stock",
      errorStep: "call",
      errorName: "ContentStepError",
      fingerprint: "abc",
      search: "A-17",
      redriveOf: "r1",
      redriven: "false",
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
      endedAfter: "2026-03-02T08:00:00.000Z",
      endedBefore: "2026-03-03T10:00:00.000Z",
      trigger: "api",
      label: "team:sales\ntier:gold",
      attribute: "tier:gold, plated\nregion:eu",
      error: "no stock",
      errorStep: "call",
      errorName: "ContentStepError",
      fingerprint: "abc",
      search: "A-17",
      redriveOf: "r1",
      redriven: "false",
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
    { label: "no colon" },
    { redriven: "maybe" },
    { endedAfter: "later" },
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

  it("asks for each label and search attribute by itself, and never for what is only a view", () => {
    const several = { label: "team:a\ntier:b", attribute: "a:1\nb:2" };
    const search = { ...several, saved: "s", columns: "run", job: "all" };
    expect(filtersOf(search, 0)).toEqual({ label: ["team:a", "tier:b"], attribute: ["a:1", "b:2"] });
    expect(onlyFilters(search)).toEqual(several);
  });

  it("counts every label, attribute and status that is given by itself", () => {
    const address = "?label=team:a&label=tier:b&attribute=x:1&attribute=y:2&status=FAILED&status=TIMED_OUT";
    expect(filtersOf(parseExecutionsSearch(parseSearch(address)), 0)).toEqual({
      label: ["team:a", "tier:b"],
      attribute: ["x:1", "y:2"],
      status: "FAILED,TIMED_OUT",
    });
  });

  it("asks for runs that were not redriven, and for those that ended in a time", () => {
    const ended = { endedAfter: "2026-01-01T00:00:00.000Z", endedBefore: "2026-01-02T00:00:00.000Z" };
    expect(filtersOf({ redriven: "false", ...ended }, 0)).toEqual({ redriven: false, ...ended });
    expect(filtersOf({ redriven: "true" }, 0)).toEqual({ redriven: true });
  });

  it("counts the filters that are on", () => {
    expect(filterCount({ search: "x", saved: "s", columns: "run", job: "all" })).toBe(0);
    expect(filterCount({ range: "custom" })).toBe(0);
    expect(filterCount({ range: "1h", flow: "f", status: ["FAILED"] })).toBe(3);
    expect(filterCount({ endedAfter: "a", endedBefore: "b", redriven: "false" })).toBe(2);
  });

  it("is kept by a saved search as texts from which the same filters come back", () => {
    const search = parseExecutionsSearch({
      status: "FAILED,TIMED_OUT",
      version: "2",
      range: "7d",
      label: "team:a\ntier:b",
      redriven: "false",
      endedBefore: "2026-01-01T00:00:00.000Z",
      saved: "s",
    });
    const kept = savedQuery(search);
    expect(kept).toEqual({
      status: "FAILED,TIMED_OUT",
      version: "2",
      range: "7d",
      label: "team:a\ntier:b",
      redriven: "false",
      endedBefore: "2026-01-01T00:00:00.000Z",
    });
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
