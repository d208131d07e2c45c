import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { evaluate } from "@/lib/expressions/evaluate";
import type { Evaluation } from "@/lib/expressions/types";
import { blankRow, COMPARISONS, type ConditionNode, type ConditionRow, hasRight, OPERATORS } from "./model";
import { readCondition } from "./read";
import { writeCondition } from "./write";

describe("a condition that rows can show", () => {
  test.each([
    "$.order.total > 100",
    "$.a == 'it\\'s \"quoted\" \\\\ \\n'",
    "$.a == true && $.b != null && $.c <= -1.5",
    "$.a || ($.b && !$.c)",
    "!($.a == $.b) || !contains($.tags, 'rush')",
    "length($.items) >= 3 && count($..price) < 10",
    "is_empty($.x) && match($.id, 'A-[0-9]+') && search($.id, '9')",
    "!($.a && !($.b || $.c)) && $.d",
    "$['a b'][0].c == 'x' || $.c[1]",
    "$.items[?@.price > 10]",
  ])("%s is written as it was read", (text) => {
    const node = readCondition(text);
    expect(node && writeCondition(node)).toBe(text);
  });

  it("keeps `a && b && c` as one group of three", () => {
    expect(readCondition("$.a && $.b && $.c")).toMatchObject({
      join: "and",
      items: [{ path: "$.a" }, { path: "$.b" }, { path: "$.c" }],
    });
  });

  it("says in a row what is compared with what", () => {
    const row: ConditionRow = {
      kind: "row",
      not: true,
      measure: "length",
      path: "$.order.items",
      operator: "<",
      right: { kind: "constant", value: 3 },
    };
    expect(readCondition("!(length($.order.items) < 3)")).toEqual(row);
  });

  it("begins with an empty group for the empty text", () => {
    expect(readCondition("  ")).toEqual({ kind: "group", not: false, join: "and", items: [] });
    expect(writeCondition({ kind: "group", not: false, join: "and", items: [] })).toBe("");
  });
});

describe("a condition that stays text", () => {
  test.each([
    "$.a ==",
    "1 == $.a",
    "@.a == 1",
    "value($..a) == 1",
    "$.a] [?$.b",
    "length(value($..a)) > 1",
    "true",
  ])("%s", (text) => expect(readCondition(text)).toBeNull());
});

const path = fc.constantFrom("$.a", "$.order.total", "$['a b']", "$.items[0].x", "$..deep", "$.*");
const singular = fc.constantFrom("$.a", "$.order.total", "$['a b']", "$.items[0].x");
const constant = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.integer({ min: -1e6, max: 1e6 }),
  fc.boolean(),
  fc.constant(null),
);
const right = fc.oneof(
  constant.map((value) => ({ kind: "constant" as const, value })),
  singular.map((each) => ({ kind: "path" as const, path: each })),
);
const row: fc.Arbitrary<ConditionRow> = fc
  .record({ not: fc.boolean(), operator: fc.constantFrom(...OPERATORS), single: singular, any: path, right })
  .map(({ not, operator, single, any, right: side }) => {
    if (operator === "exists") return { ...blankRow(any), not, operator };
    if (operator === "is_empty") return { ...blankRow(single), not, operator };
    return { ...blankRow(single), not, operator, right: side };
  })
  .chain((made) =>
    COMPARISONS.includes(made.operator)
      ? fc.constantFrom("value" as const, "length" as const).map((measure) => ({ ...made, measure }))
      : fc.constant(made),
  );
const { node } = fc.letrec<{ node: ConditionNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    row,
    fc.record({
      kind: fc.constant("group" as const),
      not: fc.boolean(),
      join: fc.constantFrom("and" as const, "or" as const),
      items: fc.array(tie("node"), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

const context = {
  a: 1,
  "a b": "x",
  order: { total: 5 },
  items: [{ x: null }],
  deep: [true],
  b: "",
  tags: ["a"],
};

describe("any condition that rows can make", () => {
  it("is read again, means the same, and is then written the same for good", () => {
    fc.assert(
      fc.property(node, (made) => {
        const text = writeCondition(made);
        fc.pre(text.length < 500);
        const read = readCondition(text);
        const again = read && writeCondition(read);
        if (!read || again === null) throw new Error(`Not read: ${text}`);
        expect(evaluate({ kind: "condition", expression: again, context })).toMatchObject(
          truthOf(evaluate({ kind: "condition", expression: text, context })),
        );
        expect(writeCondition(readCondition(again) ?? read)).toBe(again);
      }),
      { numRuns: 300 },
    );
  });

  it("a row comes back as it was", () => {
    fc.assert(
      fc.property(row, (made) => {
        fc.pre(writeCondition(made).length < 500);
        const shown = hasRight(made.operator) ? made : { ...made, right: { kind: "constant", value: "" } };
        expect(readCondition(writeCondition(made))).toEqual(shown);
      }),
      { numRuns: 200 },
    );
  });
});

function truthOf(evaluation: Evaluation) {
  return evaluation.outcome === "value"
    ? { outcome: "value", value: evaluation.value }
    : { outcome: evaluation.outcome };
}
