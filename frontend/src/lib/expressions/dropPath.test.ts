import { expect, it } from "vitest";
import { dropPath } from "./dropPath";
import type { ExpressionKind } from "./types";

it.each<[ExpressionKind | "text", string, string]>([
  ["path", "$.old", "$.order.id"],
  ["template", "Hi , you", "Hi {{ order.id }}, you"],
  ["template", "", "$.order.id"],
  ["condition", "   > 5", "   $.order.id> 5"],
  ["text", "see ", "see$.order.id "],
])("a path that is dropped on a %s with %j gives %j", (kind, text, expected) => {
  expect(dropPath(kind, text, "$.order.id", { start: 3, end: 3 })).toBe(expected);
});

it.each([
  ["$.order.lines[0].sku", "{{ order.lines[0].sku }}"],
  ["$.steps_output.fetch-user.data", "{{ steps_output.fetch-user.data }}"],
  ["$..sku", "$..sku"],
])("%s in a template is %s", (path, expected) => {
  expect(dropPath("template", "Hi ", path, { start: 3, end: 3 })).toBe(`Hi ${expected}`);
});
