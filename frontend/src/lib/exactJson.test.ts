import { expect, test } from "vitest";
import { inexactIntegers, parseExactly } from "./exactJson";

test("a whole number that JavaScript would change is found, wherever it stands", () => {
  const text = '{"a": [9007199254740993, -12345678901234567890], "b": {"c": 98765432109876543210}}';
  expect(inexactIntegers(text)).toEqual([
    "9007199254740993",
    "-12345678901234567890",
    "98765432109876543210",
  ]);
});

test("numbers that stay what they are, decimals, and digits within texts are none", () => {
  const text = String.raw`{"12345678901234567891": "x \" 12345678901234567891", "n": [9007199254740992, 1e300, 0.1234567890123456789]}`;
  expect(inexactIntegers(text)).toEqual([]);
  expect(parseExactly(text)).toEqual(JSON.parse(text));
});

test("reading a text that would be changed is refused with what to write instead", () => {
  expect(() => parseExactly('{"id": 12345678901234567891}')).toThrow(
    'Write it as text: "12345678901234567891".',
  );
  expect(() => parseExactly("{")).toThrow(SyntaxError);
});

test("of a text that was shown and is sent as differences only new whole numbers are refused", () => {
  const before = '{"id": 12345678901234567000, "n": 1}';
  expect(parseExactly('{"id": 12345678901234567000, "n": 2}', before)).toHaveProperty("n", 2);
  expect(() => parseExactly('{"id": 12345678901234567000, "n": 98765432109876543}', before)).toThrow(
    "98765432109876543",
  );
});
