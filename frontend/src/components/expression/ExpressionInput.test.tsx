import { createEvent, fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { renderUi } from "@/lib/testing/render";
import { ExpressionInput } from "./ExpressionInput";

const sample = { context: { order: { id: "A-1", total: 120 } } };

describe("ExpressionInput", () => {
  function Path({ saved = [] }: { saved?: string[] }) {
    const [value, setValue] = useState("");
    return (
      <ExpressionInput
        kind="path"
        label="Source"
        value={value}
        sample={sample}
        onChange={(next) => {
          saved.push(next);
          setValue(next);
        }}
      />
    );
  }
  const source = () => screen.getByRole("combobox", { name: "Source" });

  it("offers the members of the path before the caret, and Enter takes one", async () => {
    const user = userEvent.setup();
    const saved: string[] = [];
    renderUi(<Path saved={saved} />);
    await user.type(source(), "$.order.");
    const options = screen.getAllByRole("option", { hidden: true }).map((option) => option.textContent);
    expect(options).toEqual(['id"A-1" · text', "total120 · number"]);
    await user.keyboard("{ArrowDown}{Enter}");
    expect(saved.at(-1)).toBe("$.order.total");
    expect(source()).toHaveAttribute("aria-expanded", "false");
  });

  it("closes its list with Escape and opens it again with Ctrl-Space", async () => {
    const user = userEvent.setup();
    renderUi(<Path />);
    await user.type(source(), "$.");
    expect(source()).toHaveAttribute("aria-expanded", "true");
    await user.keyboard("{Escape}");
    expect(source()).toHaveAttribute("aria-expanded", "false");
    await user.keyboard("{Control>} {/Control}");
    expect(source()).toHaveAttribute("aria-expanded", "true");
  });

  it("is no combobox when it is fixed text, and cannot be changed when it is read only", async () => {
    const user = userEvent.setup();
    const saved: string[] = [];
    renderUi(
      <ExpressionInput kind="text" label="Name" value="x" readOnly onChange={(text) => saved.push(text)} />,
    );
    await user.type(screen.getByRole("textbox", { name: "Name" }), "y");
    expect(saved).toEqual([]);
  });

  it("takes a path that is dropped on it", () => {
    const saved: string[] = [];
    renderUi(<Path saved={saved} />);
    const drop = createEvent.drop(source());
    const dataTransfer = { types: ["application/x-allma-path"], getData: () => "$.order.total" };
    Object.defineProperty(drop, "dataTransfer", { value: dataTransfer });
    fireEvent(source(), drop);
    expect(saved).toEqual(["$.order.total"]);
  });

  it("has nothing that axe refuses", async () => {
    const { container } = renderUi(<Path />);
    const { violations } = await axe.run(container, {
      // A text area of several lines can be a combobox for readers, though HTML names only inputs.
      rules: { "color-contrast": { enabled: false }, "aria-allowed-role": { enabled: false } },
    });
    expect(violations.map((violation) => violation.id)).toEqual([]);
  });
});
