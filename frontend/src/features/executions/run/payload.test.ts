import { expect, it } from "vitest";
import { skeletonOf } from "./payload";

it.each([
  [undefined, {}],
  [
    { type: "object", properties: { approved: { type: "boolean" }, note: { type: "string" } } },
    { approved: true, note: "" },
  ],
  [
    { properties: { n: { type: "integer", default: 5 }, kind: { enum: ["a", "b"] }, c: { const: 1 } } },
    { n: 5, kind: "a", c: 1 },
  ],
  [
    {
      type: "object",
      properties: { who: { type: "object", properties: { id: { type: ["string", "null"] } } } },
    },
    { who: { id: "" } },
  ],
  [{ type: "array" }, []],
  [{ examples: [{ x: 1 }] }, { x: 1 }],
])("of the schema %j makes a first payload", (schema, payload) => {
  expect(skeletonOf(schema)).toEqual(payload);
});
