import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { locateSteps, stepAt } from "./locate";

describe("steps in the text of a definition", () => {
  it("are found from key to closing brace", () => {
    const text =
      '{"flowVariables": {"steps": {"x": 1}}, "steps": {"a": {"b": [1, "}"]}, "c\\"d": {}}, "z": null}';
    const steps = locateSteps(text);
    expect([...steps].map(([id, { from, to }]) => [id, text.slice(from, to)])).toEqual([
      ["a", '"a": {"b": [1, "}"]}'],
      ['c"d', '"c\\"d": {}'],
    ]);
  });

  it("are found whatever they hold, in any layout", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(4), (held, indent) => {
        const text = JSON.stringify({ before: held, steps: held, after: held }, null, indent);
        const found = [...locateSteps(text)].map(([id, { from, to }]) => [
          id,
          JSON.parse(`{${text.slice(from, to)}}`)[id],
        ]);
        expect(Object.fromEntries(found)).toEqual(JSON.parse(JSON.stringify(held)));
      }),
    );
  });

  it("are known by a position in them", () => {
    const steps = new Map([
      ["a", { from: 10, to: 20 }],
      ["b", { from: 22, to: 30 }],
    ]);
    expect([stepAt(steps, 9), stepAt(steps, 10), stepAt(steps, 25), stepAt(steps, 31)]).toEqual([
      null,
      "a",
      "b",
      null,
    ]);
  });

  it("are none in text that is not JSON", () => {
    expect(locateSteps('{"steps": [').size).toBe(0);
  });
});
