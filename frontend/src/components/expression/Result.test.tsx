import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { evaluate } from "@/lib/expressions/evaluate";
import { renderUi } from "@/lib/testing/render";
import { Result } from "./Result";

const context = { order: { id: "A-1", tags: ["a", "b"] } };
const path = (expression: string) => evaluate({ kind: "path", expression, context });

it.each([
  ["$.order.id", '"A-1"text'],
  ["$.order.tags", '["a","b"]list of 2'],
  ["$.order.nope", '$.order has no "nope"; it has "id", "tags". '],
])("%s gives the line %j", (expression, text) => {
  const { container } = renderUi(<Result evaluation={path(expression)} />);
  expect(container.querySelector('[aria-live="polite"]')).toHaveTextContent(text.trim());
});

it("says True or False for a condition", () => {
  const found = evaluate({ kind: "condition", expression: "$.order.id == 'A-1'", context });
  renderUi(<Result evaluation={found} condition />);
  expect(screen.getByText("True")).toBeInTheDocument();
});

it("offers the name that was perhaps meant", async () => {
  const user = userEvent.setup();
  const onUse = vi.fn();
  renderUi(<Result evaluation={path("$.order.tag")} onUse={onUse} />);
  await user.click(screen.getByRole("button", { name: "Use tags" }));
  expect(onUse.mock.calls).toEqual([["tag", "tags"]]);
});
