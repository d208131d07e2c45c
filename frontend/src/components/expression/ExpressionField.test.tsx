import { createEvent, fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import type { Json } from "@/lib/expressions/types";
import { renderUi } from "@/lib/testing/render";
import { ExpressionField, type ExpressionFieldProps } from "./ExpressionField";
import { ExpressionInput } from "./ExpressionInput";

const sample = { context: { order: { id: "A-1", total: 120 } } };

/** The field around a value of its own; the last value is in `saved`. */
function Around({ first, saved, ...props }: Partial<ExpressionFieldProps> & { first: Json; saved: Json[] }) {
  const [value, setValue] = useState(first);
  return (
    <ExpressionField
      label="Amount"
      {...props}
      value={value}
      onChange={(next) => {
        saved.push(next);
        setValue(next);
      }}
    />
  );
}

const field = () => screen.getByLabelText<HTMLTextAreaElement>("Amount");

describe("ExpressionField", () => {
  it("shows each value in the way it is written", () => {
    renderUi(<Around first="$.order.id" saved={[]} />);
    expect(screen.getByRole("radio", { name: "Path" })).toBeChecked();
    expect(field()).toHaveValue("$.order.id");
  });

  it("keeps what is written when the way changes", async () => {
    const user = userEvent.setup();
    const saved: Json[] = [];
    renderUi(<Around first="$.order.id" saved={saved} />);
    await user.click(screen.getByRole("radio", { name: "Template" }));
    expect(field()).toHaveValue("{{ order.id }}");
    await user.click(screen.getByRole("radio", { name: "Path" }));
    expect(saved).toEqual(["{{ order.id }}", "$.order.id"]);
  });

  it("saves a fixed text with a dollar so that it stays a text", async () => {
    const user = userEvent.setup();
    const saved: Json[] = [];
    renderUi(<Around first={undefined} saved={saved} />);
    await user.type(field(), "$5");
    expect(saved.at(-1)).toBe("$$5");
    expect(field()).toHaveValue("$5");
  });

  it("makes a template of fixed text as soon as it has markup", async () => {
    const user = userEvent.setup();
    renderUi(<Around first="Hi " saved={[]} />);
    await user.type(field(), "{{{{");
    expect(screen.getByRole("radio", { name: "Template" })).toBeChecked();
  });

  it("follows a value that is changed from outside", async () => {
    const user = userEvent.setup();
    function Outside() {
      const [value, setValue] = useState("one");
      return (
        <>
          <button type="button" onClick={() => setValue("$.two")}>
            change
          </button>
          <ExpressionField label="Amount" value={value} onChange={() => undefined} />
        </>
      );
    }
    renderUi(<Outside />);
    expect(field()).toHaveValue("one");
    await user.click(screen.getByRole("button", { name: "change" }));
    expect(field()).toHaveValue("$.two");
    expect(screen.getByRole("radio", { name: "Path" })).toBeChecked();
  });

  it("takes a path that is dropped on it", () => {
    const saved: Json[] = [];
    renderUi(<Around first="$.old" saved={saved} />);
    const drop = createEvent.drop(field());
    const dataTransfer = { types: ["application/x-allma-path"], getData: () => "$.order.total" };
    Object.defineProperty(drop, "dataTransfer", { value: dataTransfer });
    fireEvent(field(), drop);
    expect(saved).toEqual(["$.order.total"]);
  });
});

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

  it("has nothing that axe refuses", async () => {
    const { container } = renderUi(<Path />);
    const { violations } = await axe.run(container, {
      // A text area of several lines can be a combobox for readers, though HTML names only inputs.
      rules: { "color-contrast": { enabled: false }, "aria-allowed-role": { enabled: false } },
    });
    expect(violations.map((violation) => violation.id)).toEqual([]);
  });
});
