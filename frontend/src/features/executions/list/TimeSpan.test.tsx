import { expect, it } from "vitest";
import { fieldText, isoText, spanText } from "./TimeSpan";

it("turns the field's local time into UTC and back", () => {
  const iso = isoText("2026-03-01T14:05", "local");
  expect(iso).toBe(new Date(2026, 2, 1, 14, 5).toISOString());
  expect(fieldText(iso, "local")).toBe("2026-03-01T14:05");
});

it("takes the field for UTC where times are shown in UTC", () => {
  expect(isoText("2026-03-01T14:05", "utc")).toBe("2026-03-01T14:05:00.000Z");
  expect(fieldText("2026-03-01T14:05:00.000Z", "utc")).toBe("2026-03-01T14:05");
});

it("takes an empty field for no limit", () => {
  expect([isoText("", "local"), isoText("", "utc")]).toEqual([undefined, undefined]);
  expect(fieldText(undefined, "local")).toBe("");
});

it("says a time by its two ends, or by the one there is", () => {
  const [from, until] = ["2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z"];
  expect(spanText(from, until, "utc")).toEqual(["filter.span", { span: "1 Mar 2026, 10:00–11:00" }]);
  expect(spanText(from, undefined, "utc")).toEqual(["filter.spanFrom", { span: "1 Mar 2026, 10:00" }]);
  expect(spanText(undefined, until, "utc")).toEqual(["filter.spanUntil", { span: "1 Mar 2026, 11:00" }]);
});
