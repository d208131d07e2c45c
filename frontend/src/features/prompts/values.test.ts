import { expect, it } from "vitest";
import { typedValue } from "./values";

it.each([
  ["hello", "hello"],
  ["12", 12],
  ["12 apples", "12 apples"],
  ['{"a": 1}', { a: 1 }],
  ["[1, 2]", [1, 2]],
  ["true", true],
  ["trueish", "trueish"],
  ["null", null],
  ['"12"', "12"],
  ["{broken", "{broken"],
  ["", ""],
])("%j is %j", (text, value) => {
  expect(typedValue(text)).toEqual(value);
});
