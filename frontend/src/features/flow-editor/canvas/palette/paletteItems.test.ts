import { describe, expect, it } from "vitest";
import type { Schemas } from "@/api/client";
import type { StepType } from "@/lib/definition/types";
import { byCategory, presetEntries, presetType, searchPalette, typeEntries } from "./paletteItems";

function type(fields: Partial<StepType>): StepType {
  const rest = {
    module: null,
    category: "Calls",
    icon: "globe",
    help: "",
    outputKeys: [],
    defaults: {},
    schema: {},
  };
  return { ...rest, sideEffects: "none", ...fields } as StepType;
}

const CALL = type({ type: "API_CALL", label: "API call", help: "Sends an HTTP request" });
const POLL = type({ type: "POLL_EXTERNAL_API", label: "Poll an API", help: "Calls until it succeeds" });
const UUID = type({
  type: "DATA_TRANSFORMATION",
  module: "system/generate-uuid",
  label: "Generate a UUID",
  category: "Data",
});
const ENTRIES = typeEntries([POLL, CALL, UUID]);
const found = (query: string): string[] => searchPalette(ENTRIES, query).map((entry) => entry.label);

describe("the palette's search", () => {
  it("finds all without a query, in their order", () => {
    expect(found("  ")).toEqual(["Poll an API", "API call", "Generate a UUID"]);
  });

  it("puts labels that begin with the query first", () => {
    expect(found("api")).toEqual(["API call", "Poll an API"]);
  });

  it("finds by type, module and help, and every word must occur", () => {
    expect(found("POLL_EXTERNAL")).toEqual([]);
    expect(found("poll external")).toEqual(["Poll an API"]);
    expect(found("system/generate")).toEqual(["Generate a UUID"]);
    expect(found("http request")).toEqual(["API call"]);
    expect(found("http uuid")).toEqual([]);
  });

  it("groups by category in the order in which they occur", () => {
    expect(byCategory(ENTRIES).map(([category, entries]) => [category, entries.length])).toEqual([
      ["Calls", 2],
      ["Data", 1],
    ]);
  });
});

describe("presets", () => {
  const preset = {
    id: "p1",
    name: "Fetch an order",
    description: "From the shop",
    version: 3,
    tags: ["shop"],
    step: { stepType: "API_CALL", apiHttpMethod: "POST" },
  } as Partial<Schemas["StepDefinitionOut"]> as Schemas["StepDefinitionOut"];

  it("are found by name, description and tag", () => {
    const entries = presetEntries([preset], "Presets");
    expect(searchPalette(entries, "shop")).toEqual(entries);
    expect(entries[0]).toMatchObject({ key: "preset:p1", presetId: "p1", category: "Presets", type: null });
  });

  it("make steps of their type that follow the preset's version", () => {
    expect(presetType(preset, [POLL, CALL])).toEqual({
      ...CALL,
      label: "Fetch an order",
      defaults: { stepDefinitionId: "p1", stepDefinitionVersion: 3 },
    });
    expect(presetType(preset, [POLL])).toBeNull();
  });
});
