import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokensOf } from "./tokens";

describe("the colours of an expression", () => {
  it("tell paths, texts, numbers, functions and operators of a condition apart", () => {
    const kinds = tokensOf("condition", "contains($.a['b c'], 'x') && 5 >= $.n").filter(
      ({ kind }) => kind !== "plain",
    );
    expect(kinds.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      "keyword contains",
      "path $.a['b c']",
      "string 'x'",
      "markup &&",
      "number 5",
      "markup >=",
      "path $.n",
    ]);
  });

  it("are in a template only inside markup", () => {
    const kinds = tokensOf("template", "name {{ name | upcase }}").filter(({ kind }) => kind !== "plain");
    expect(kinds.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      "markup {{",
      "path name",
      "markup |",
      "keyword upcase",
      "markup }}",
    ]);
  });

  it("never change the text", () => {
    const kinds = fc.constantFrom("path", "condition", "template", "text");
    fc.assert(
      fc.property(kinds, fc.string({ unit: fc.constantFrom(..."ab$.{}%'\"[]()|&0 ") }), (kind, text) => {
        expect(
          tokensOf(kind, text)
            .map((token) => token.text)
            .join(""),
        ).toBe(text);
      }),
    );
  });
});
