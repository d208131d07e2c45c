import { expect, it } from "vitest";
import { isoText, localText } from "./TimeSpan";

it("turns the field's local time into UTC and back", () => {
  const iso = isoText("2026-03-01T14:05");
  expect(iso).toBe(new Date(2026, 2, 1, 14, 5).toISOString());
  expect(localText(iso)).toBe("2026-03-01T14:05");
});

it("takes an empty field for no limit", () => {
  expect(isoText("")).toBeUndefined();
  expect(localText(undefined)).toBe("");
});
