import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { convertText, dropPath, type FieldKind, kindOf, textOf, valueFrom } from "./encoding";

describe("values of a definition", () => {
  it.each([
    ["plain", "literal"],
    ["$.a", "path"],
    ["$$5", "literal"],
    ["{{ a }}", "template"],
    ["{% if a %}", "template"],
    [5, "json"],
    [{ a: 1 }, "json"],
    [undefined, "literal"],
  ])("%j is a %s", (value, kind) => {
    expect(kindOf(value)).toBe(kind);
  });

  it("a fixed text with a dollar in front is saved with two and shown with one", () => {
    expect(valueFrom("$5", "literal")).toEqual({ value: "$$5" });
    expect(textOf("$$5", "literal")).toBe("$5");
  });

  it("no text is no value; JSON that cannot be read says why", () => {
    expect(valueFrom("", "path")).toEqual({ value: undefined });
    expect(valueFrom(" ", "json")).toEqual({ value: undefined });
    expect(valueFrom('{"a":', "json")).toHaveProperty("error");
  });

  it("every JSON value but null comes back as it was from the text it is shown as", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (raw) => {
        const value: unknown = JSON.parse(JSON.stringify(raw));
        fc.pre(value !== null && value !== "");
        const kind = kindOf(value);
        expect(valueFrom(textOf(value, kind), kind)).toEqual({ value });
      }),
    );
  });

  it.each<[string, FieldKind, FieldKind, string]>([
    ["$.order.lines[0].sku", "path", "template", "{{ order.lines[0].sku }}"],
    ["$.steps_output.fetch-user.data", "path", "template", "{{ steps_output.fetch-user.data }}"],
    ["$..sku", "path", "template", "$..sku"],
    ["{{ order.id }}", "template", "path", "$.order.id"],
    ["Hi {{ order.id }}", "template", "path", "Hi {{ order.id }}"],
    ["order.id", "literal", "path", "$.order.id"],
    ["two words", "literal", "path", "two words"],
    ["two words", "literal", "template", "two words"],
    ["text", "literal", "json", '"text"'],
    ["5", "literal", "json", "5"],
    ['"text"', "json", "literal", "text"],
    ["$.a", "path", "json", '"$.a"'],
  ])("%s as a %s becomes as a %s: %s", (text, from, to, expected) => {
    expect(convertText(text, from, to)).toBe(expected);
  });

  it.each<[FieldKind | "condition", string, string]>([
    ["path", "$.old", "$.order.id"],
    ["template", "Hi , you", "Hi {{ order.id }}, you"],
    ["template", "", "$.order.id"],
    ["condition", "   > 5", "   $.order.id> 5"],
  ])("a path that is dropped on a %s with %j gives %j", (kind, text, expected) => {
    expect(dropPath(kind, text, "$.order.id", { start: 3, end: 3 })).toBe(expected);
  });
});
