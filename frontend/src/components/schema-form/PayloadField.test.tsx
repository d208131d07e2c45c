import { fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, it } from "vitest";
import { renderUi } from "@/lib/testing/render";
import { PayloadField } from "./PayloadField";

const SCHEMA = { type: "object", properties: { decision: { type: "string" } } };

function Dialog() {
  const [value, setValue] = useState<unknown>({ decision: "APPROVED" });
  const [valid, setValid] = useState(true);
  const [turn, setTurn] = useState(0);
  return (
    <>
      <PayloadField
        key={turn}
        schema={SCHEMA}
        label="Payload"
        value={value}
        onChange={setValue}
        onValid={setValid}
        error={null}
      />
      <button type="button" disabled={!valid}>
        Send
      </button>
      <button type="button" onClick={() => setTurn(turn + 1)}>
        Another version
      </button>
    </>
  );
}

it("is not valid while its text is no JSON, for then the value is an older one", () => {
  renderUi(<Dialog />);
  const send = screen.getByRole("button", { name: "Send" });
  fireEvent.click(screen.getByRole("radio", { name: "JSON" }));
  const text = screen.getByRole("textbox", { name: "Payload" });
  fireEvent.change(text, { target: { value: '{"decision": "REJECTED"' } });
  expect(send).toBeDisabled();
  fireEvent.change(text, { target: { value: '{"decision": "REJECTED"}' } });
  expect(send).toBeEnabled();
  fireEvent.change(text, { target: { value: "{" } });
  fireEvent.click(screen.getByRole("radio", { name: "Form" }));
  expect(send).toBeEnabled();
  expect(screen.getByRole("textbox", { name: /decision/i })).toHaveValue("REJECTED");

  fireEvent.click(screen.getByRole("radio", { name: "JSON" }));
  fireEvent.change(screen.getByRole("textbox", { name: "Payload" }), { target: { value: "{" } });
  fireEvent.click(screen.getByRole("button", { name: "Another version" }));
  expect(send).toBeEnabled();
});
