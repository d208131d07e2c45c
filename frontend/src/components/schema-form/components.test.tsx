import { fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { renderUi } from "@/lib/testing/render";
import { InputForm } from "./InputForm";
import { SchemaInput } from "./json-schema/JsonSchemaField";
import type { Json } from "./path";
import type { JsonSchema } from "./schema";

function InputPage({
  schema,
  first,
  seen,
  ...rest
}: {
  schema: JsonSchema | null;
  first?: Json;
  seen: Json[];
  errors?: Record<string, string>;
  showMissing?: boolean;
}) {
  const [value, setValue] = useState<Json>(first);
  const change = (next: Json) => {
    seen.push(next);
    setValue(next);
  };
  return <InputForm schema={schema} value={value} onChange={change} {...rest} />;
}

const order: JsonSchema = {
  type: "object",
  required: ["id"],
  properties: {
    id: { type: "string", title: "Order number" },
    status: { enum: ["open", "closed"] },
    express: { type: "boolean", default: false },
    address: { type: "object", properties: { city: { type: "string" } } },
    lines: { type: "array", items: { type: "object", properties: { count: { type: "integer" } } } },
  },
};

describe("a form for an input", () => {
  it("puts what is written into the value, and takes an emptied field away", () => {
    const seen: Json[] = [];
    renderUi(<InputPage schema={order} seen={seen} />);
    fireEvent.change(screen.getByLabelText(/Order number/), { target: { value: "A-1" } });
    fireEvent.change(screen.getByLabelText("City"), { target: { value: "Bonn" } });
    fireEvent.click(screen.getByLabelText("Express"));
    expect(seen.at(-1)).toEqual({ id: "A-1", address: { city: "Bonn" }, express: true });
    fireEvent.change(screen.getByLabelText("City"), { target: { value: "" } });
    expect(seen.at(-1)).toEqual({ id: "A-1", express: true });
  });

  it("adds items to a list", () => {
    const seen: Json[] = [];
    renderUi(<InputPage schema={order} first={{ id: "A" }} seen={seen} />);
    fireEvent.click(screen.getByText("Add"));
    fireEvent.change(screen.getByLabelText("Count"), { target: { value: "3" } });
    expect(seen.at(-1)).toEqual({ id: "A", lines: [{ count: 3 }] });
  });

  it("names fields as the schema does, never in the words of the editor", () => {
    renderUi(<InputPage schema={order} seen={[]} />);
    expect(screen.getAllByLabelText("Status").length).toBeGreaterThan(0);
    expect(screen.queryByText("End as")).toBeNull();
  });

  it("shows the server's words at their field, and what is missing when asked to", () => {
    renderUi(
      <InputPage schema={order} seen={[]} errors={{ "/address/city": "is no city of ours." }} showMissing />,
    );
    expect(screen.getByText("is no city of ours.")).toBeVisible();
    expect(screen.getByText("This field is required.")).toBeVisible();
  });

  it("can be written as JSON, and text that is none is kept beside the last value", () => {
    const seen: Json[] = [];
    renderUi(<InputPage schema={order} first={{ id: "A" }} seen={seen} />);
    fireEvent.click(screen.getByLabelText("JSON"));
    const text = screen.getByLabelText("Value");
    fireEvent.change(text, { target: { value: '{"id": "B"}' } });
    expect(seen.at(-1)).toEqual({ id: "B" });
    fireEvent.change(text, { target: { value: '{"id": ' } });
    expect(seen).toHaveLength(1);
    expect(text).toHaveValue('{"id": ');
    expect(screen.getByText(/^Not valid JSON/)).toBeVisible();
  });

  it("is JSON where nothing is declared", () => {
    renderUi(<InputPage schema={null} first={{ a: 1 }} seen={[]} />);
    expect(screen.getByLabelText("Value")).toHaveValue('{\n  "a": 1\n}');
  });
});

function SchemaPage({ first, seen }: { first?: JsonSchema; seen: (JsonSchema | undefined)[] }) {
  const [value, setValue] = useState<JsonSchema | undefined>(first);
  const change = (next: JsonSchema | undefined) => {
    seen.push(next);
    setValue(next);
  };
  return <SchemaInput label="Input schema" readOnly={false} value={value} onChange={change} />;
}

describe("the builder of a schema", () => {
  it("begins one, adds a field, names it and demands it", () => {
    const seen: (JsonSchema | undefined)[] = [];
    renderUi(<SchemaPage seen={seen} />);
    fireEvent.click(screen.getByText("Define Input schema"));
    fireEvent.click(screen.getByText("Add a field"));
    fireEvent.change(screen.getByLabelText("Field name"), { target: { value: "total" } });
    fireEvent.click(screen.getByLabelText("total is required"));
    expect(seen.at(-1)).toEqual({
      type: "object",
      properties: { total: { type: "string" } },
      required: ["total"],
    });
  });

  it("shows fields inside fields", () => {
    const first = {
      type: "object",
      properties: { order: { type: "object", properties: { id: { type: "string" } } } },
    };
    const seen: (JsonSchema | undefined)[] = [];
    renderUi(<SchemaPage first={first} seen={seen} />);
    fireEvent.click(screen.getByLabelText("Show the details of order"));
    fireEvent.click(screen.getByLabelText("id is required"));
    expect(seen.at(-1)).toEqual({
      type: "object",
      properties: { order: { type: "object", properties: { id: { type: "string" } }, required: ["id"] } },
    });
  });

  it("shows a schema that is no table as JSON alone", () => {
    renderUi(<SchemaPage first={{ oneOf: [{ type: "string" }] }} seen={[]} />);
    expect(screen.getByLabelText("Input schema")).toHaveValue(
      '{\n  "oneOf": [\n    {\n      "type": "string"\n    }\n  ]\n}',
    );
    expect(screen.getByLabelText("Fields")).toBeDisabled();
  });
});
