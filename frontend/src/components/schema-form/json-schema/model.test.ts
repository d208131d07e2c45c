import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { isObject } from "../path";
import {
  addProperty,
  hiddenWords,
  listProperties,
  removeProperty,
  renameProperty,
  setProperty,
  setRequired,
  typeOf,
  withType,
} from "./model";

const order = {
  type: "object",
  properties: { id: { type: "string", minLength: 3 }, items: { type: "array", items: { type: "number" } } },
  required: ["id"],
  additionalProperties: false,
};

describe("the fields of a schema", () => {
  it("are added under a free name", () => {
    expect(addProperty({ properties: { field: {} } })).toEqual({
      properties: { field: {}, field_2: { type: "string" } },
    });
  });

  it("are renamed in their place, in required too", () => {
    const renamed = renameProperty(order, "id", "number");
    expect(listProperties(renamed).map(({ name, required }) => [name, required])).toEqual([
      ["number", true],
      ["items", false],
    ]);
    expect(renamed.additionalProperties).toBe(false);
  });

  it("keep their name when the other one is taken or empty", () => {
    expect(renameProperty(order, "id", "items")).toBe(order);
    expect(renameProperty(order, "id", "")).toBe(order);
  });

  it("are taken away with their place in required, which is not left empty", () => {
    expect(removeProperty(order, "id")).toEqual({
      type: "object",
      properties: { items: order.properties.items },
      additionalProperties: false,
    });
  });

  it("become required and not, in the order of asking", () => {
    expect(setRequired(order, "items", true).required).toEqual(["id", "items"]);
    expect("required" in setRequired(order, "id", false)).toBe(false);
  });
});

describe("the type of a field", () => {
  test.each([
    [{ type: "string" }, "string", false],
    [{ type: ["integer", "null"] }, "integer", true],
    [{ description: "x" }, "any", false],
    [{ anyOf: [] }, "custom", false],
    [{ type: ["string", "number"] }, "custom", false],
    [true, "any", false],
  ])("of %j is %s", (schema, type, nullable) => expect(typeOf(schema)).toEqual({ type, nullable }));

  it("changes to another, and what belonged to the old one goes", () => {
    expect(withType({ type: "object", properties: { a: {} }, description: "d" }, "string", false)).toEqual({
      type: "string",
      description: "d",
    });
    expect(withType({ type: "string", enum: ["a"] }, "string", true)).toEqual({
      type: ["string", "null"],
      enum: ["a"],
    });
    expect(withType({ type: "string" }, "array", false)).toEqual({
      type: "array",
      items: { type: "string" },
    });
  });

  it("tells of words that the table does not show", () => {
    expect(hiddenWords(order.properties.id)).toEqual(["minLength"]);
  });
});

describe("any schema", () => {
  const leaf = fc.record(
    { type: fc.constantFrom("string", "integer", "boolean"), title: fc.string() },
    { requiredKeys: ["type"] },
  );
  const schema = fc.record({
    type: fc.constant("object"),
    properties: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), leaf, { minKeys: 1 }),
    "x-own": fc.jsonValue(),
  });

  it("is the same after every field was put back as it was shown", () => {
    fc.assert(
      fc.property(schema, (given) => {
        const again = listProperties(given).reduce<typeof given | ReturnType<typeof setProperty>>(
          (made, { name, schema: inner, required }) =>
            setRequired(setProperty(made, name, inner), name, required),
          given,
        );
        expect(again).toEqual(given);
      }),
    );
  });

  it("comes back when a field is renamed there and back", () => {
    fc.assert(
      fc.property(schema, (given) => {
        const [first = ""] = Object.keys(given.properties);
        const there = renameProperty(given, first, "another_name");
        const back = renameProperty(there, "another_name", first);
        expect(back).toEqual(given);
        expect(Object.keys(isObject(back.properties) ? back.properties : {})).toEqual(
          Object.keys(given.properties),
        );
      }),
    );
  });
});
