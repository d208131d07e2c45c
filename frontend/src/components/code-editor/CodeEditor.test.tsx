import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import fc from "fast-check";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { renderUi } from "@/lib/testing/render";
import { CodeEditor } from "../CodeEditor";
import { replacement } from "./replacement";

it("shows its text under its name, and a text from outside in its place, which is no change of the person", async () => {
  const user = userEvent.setup();
  const onChange = vi.fn();
  function Around() {
    const [value, setValue] = useState("one");
    return (
      <>
        <button type="button" onClick={() => setValue("two")}>
          change
        </button>
        <CodeEditor ariaLabel="Code" language="text" value={value} onChange={onChange} />
      </>
    );
  }
  renderUi(<Around />);
  const editor = await screen.findByRole("textbox", { name: "Code" });
  expect(editor).toHaveTextContent("one");
  await user.click(screen.getByRole("button", { name: "change" }));
  expect(editor).toHaveTextContent("two");
  expect(onChange).not.toHaveBeenCalled();
});

it("says that it is read only and that it is wrong", async () => {
  renderUi(<CodeEditor ariaLabel="Code" value="{}" readOnly invalid />);
  const editor = await screen.findByRole("textbox", { name: "Code" });
  expect(editor).toHaveAttribute("aria-readonly", "true");
  expect(editor).toHaveAttribute("aria-invalid", "true");
});

it("replaces only what lies between the common beginning and end", () => {
  expect(replacement('{"a":1,"b":2}', '{"a":12,"b":2}')).toEqual({ from: 6, to: 6, insert: "2" });
  expect(replacement("same", "same")).toBeNull();
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const change = replacement(before, after);
      const made = change ? before.slice(0, change.from) + change.insert + before.slice(change.to) : before;
      expect(made).toBe(after);
    }),
  );
});
