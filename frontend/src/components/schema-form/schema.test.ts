import { describe, expect, it, test } from "vitest";
import { boundsOf, defaultsOf, humanise, readSchema, schemaAt, titleOf, widgetOf } from "./schema";

const root = {
  $defs: {
    Method: { enum: ["GET", "POST"], type: "string" },
    Call: {
      type: "object",
      properties: { method: { $ref: "#/$defs/Method" }, tags: { type: "array", items: { type: "string" } } },
    },
  },
  type: "object",
  properties: { call: { anyOf: [{ $ref: "#/$defs/Call" }, { type: "null" }], default: null } },
};

describe("reading a schema", () => {
  it("follows references and takes the null out", () => {
    expect(readSchema(root, root.properties.call)).toMatchObject({
      nullable: true,
      schema: { type: "object" },
    });
    expect(readSchema(root, schemaAt(root, ["call", "method"])).schema).toMatchObject({
      enum: ["GET", "POST"],
    });
    expect(readSchema(root, { type: ["string", "null"] })).toEqual({
      nullable: true,
      schema: { type: "string" },
    });
  });

  it("knows the items of a list by any index", () => {
    expect(schemaAt(root, ["call", "tags", 7])).toEqual({ type: "string" });
  });

  it("does not hang on a schema that refers to itself", () => {
    expect(readSchema({ $defs: { A: { $ref: "#/$defs/A" } } }, { $ref: "#/$defs/A" }).nullable).toBe(false);
  });
});

test.each([
  [{ type: "string" }, "text"],
  [{ type: "string", format: "template" }, "template"],
  [{ type: "string", format: "branch-ref" }, "step-ref"],
  [{ enum: [1, 2] }, "enum"],
  [{ const: "1" }, "const"],
  [{ anyOf: [{ type: "integer" }, { type: "number" }] }, "number"],
  [{ anyOf: [{ type: "integer" }, { type: "string", format: "template" }] }, "number-or-template"],
  [{ anyOf: [{ type: "boolean" }, { type: "string", format: "template" }] }, "boolean-or-template"],
  [{ anyOf: [{ type: "string" }, { type: "object" }] }, "json"],
  [{ type: "array", items: { type: "string" } }, "string-list"],
  [{ type: "array", items: { enum: ["a"] } }, "enum-list"],
  [{ type: "array", items: { type: "object", properties: { a: {} } } }, "list"],
  [{ type: "array", items: {} }, "json"],
  [{ type: "object", properties: { a: {} } }, "group"],
  [{ type: "object", additionalProperties: { type: "string" } }, "key-value"],
  [{ type: "object", additionalProperties: { type: "object", properties: { a: {} } } }, "record"],
  [{ type: "object", additionalProperties: true }, "json"],
  [{}, "json"],
])("%j asks for the widget %s", (schema, widget) => expect(widgetOf(schema, schema)).toBe(widget));

it("finds the bounds of a number in any branch", () => {
  expect(boundsOf({ anyOf: [{ type: "integer", minimum: 1, maximum: 9 }, { type: "string" }] })).toEqual({
    min: 1,
    max: 9,
    integer: true,
  });
  expect(boundsOf({ type: "number", exclusiveMinimum: 0 })).toEqual({ above: 0, integer: false });
});

test.each([
  ["maxResponseBytes", "Max response bytes"],
  ["baseUrl", "Base URL"],
  ["join_keys", "Join keys"],
  ["topP", "Top P"],
])("%s reads %s", (key, words) => expect(humanise(key)).toBe(words));

it("takes a title that only repeats the key for none", () => {
  expect(titleOf({ title: "Sourcejsonpath" }, "sourceJsonPath")).toBeUndefined();
  expect(titleOf({ title: "HttpOptions" }, "customConfig")).toBeUndefined();
  expect(titleOf({ title: "Order number" }, "id")).toBe("Order number");
});

it("begins a value with the defaults of its schema alone", () => {
  const schema = {
    type: "object",
    properties: {
      a: { default: 1 },
      b: { type: "string" },
      c: { type: "object", properties: { d: { default: [] } } },
    },
  };
  expect(defaultsOf(schema)).toEqual({ a: 1, c: { d: [] } });
  expect(defaultsOf({ type: "object", properties: { b: { type: "string" } } })).toBeUndefined();
});
