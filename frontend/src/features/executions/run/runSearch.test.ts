import { expect, it } from "vitest";
import { parseRunSearch } from "./runSearch";

it("reads the address of a run", () => {
  const address = { seq: "12", view: "timeline", tab: "data", part: "logs", side: "diff", value: "$.a" };
  expect(parseRunSearch(address)).toEqual({ ...address, seq: 12 });
  expect(parseRunSearch({ t: 0, part: "context" })).toEqual({ t: 0, part: "context" });
  const narrowed = { why: "INPUT:who", find: "check ", level: "error", log: "no stock" };
  expect(parseRunSearch({ ...narrowed, problems: "true" })).toEqual({ ...narrowed, problems: true });
});

it("cuts a search that is too long for an address", () => {
  expect(parseRunSearch({ find: "x".repeat(1000), log: "" })).toEqual({ find: "x".repeat(200) });
});

it("takes the moment for the visit when an address has both", () => {
  expect(parseRunSearch({ t: "5", seq: "12" })).toEqual({ t: 5 });
});

it.each([
  { seq: "-1" },
  { seq: "0" },
  { t: "1.5" },
  { t: "x" },
  { view: "canvas" },
  { tab: "x" },
  { part: "nothing" },
  { side: "after" },
  { value: "no path" },
  { t: "", seq: null },
  { why: "who" },
  { find: "", problems: "no" },
  { level: "all", log: 7 },
])("leaves out what makes no sense: %j", (address) => {
  expect(parseRunSearch(address)).toEqual({});
});
