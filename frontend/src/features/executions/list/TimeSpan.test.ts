import { expect, it } from "vitest";
import { isoText, localText, spanText } from "./TimeSpan";

it("turns the field's local time into UTC and back", () => {
  const iso = isoText("2026-03-01T14:05");
  expect(iso).toBe(new Date(2026, 2, 1, 14, 5).toISOString());
  expect(localText(iso)).toBe("2026-03-01T14:05");
});

it("takes an empty field for no limit", () => {
  expect(isoText("")).toBeUndefined();
  expect(localText(undefined)).toBe("");
});

it("says a time by its two ends, or by the one there is", () => {
  const [from, until] = ["2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z"];
  expect(spanText(from, until, "utc")).toEqual(["filter.span", { span: "1 Mar 2026, 10:00–11:00" }]);
  expect(spanText(from, undefined, "utc")).toEqual(["filter.spanFrom", { span: "1 Mar 2026, 10:00" }]);
  expect(spanText(undefined, until, "utc")).toEqual(["filter.spanUntil", { span: "1 Mar 2026, 11:00" }]);
});
