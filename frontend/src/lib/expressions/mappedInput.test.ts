import { expect, it } from "vitest";
import { evaluate } from "./evaluate";
import { mapInput } from "./mappedInput";

const context = { order: { id: "A-1", lines: [{ sku: "x" }] } };
const ask = async (args: Omit<Parameters<typeof evaluate>[0], "context">) => evaluate({ ...args, context });

it("lays literals over the mapped input, and their templates see it", async () => {
  const mapped = await mapInput(
    {
      inputMappings: { id: "$.order.id", "deep.list[1]": { path: "$.order.lines[0].sku", required: true } },
      literals: {
        id: "B-2",
        text: "{{ id }}!",
        kept: "$.order.lines",
        cost: "$$5",
        all: { n: [1, "{{ id }}"] },
      },
    },
    ask,
  );
  expect(mapped.problems).toEqual([]);
  expect(mapped.input).toEqual({
    id: "B-2",
    deep: { list: [null, "x"] },
    text: "B-2!",
    kept: [{ sku: "x" }],
    cost: "$5",
    all: { n: [1, "B-2"] },
  });
});

it("leaves out what is not found and says why", async () => {
  const mapped = await mapInput(
    { inputMappings: { id: "$.order.idd" }, literals: { text: "{{ nope }}" } },
    ask,
  );
  expect(mapped.input).toEqual({});
  expect(mapped.problems).toEqual([
    { target: "id", reason: '$.order has no "idd"; it has "id", "lines". Did you mean "id"?' },
    {
      target: "text",
      reason:
        "The variable nope is not defined. Map it into the step's input, or write {{ name | default: '' }} where it may be missing.",
    },
  ]);
});
