import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StepInstance } from "@/lib/definition/types";
import { showStep, stepOne } from "../testing";
import { ErrorsTab } from "./ErrorsTab";
import { MappingsTab } from "./MappingsTab";
import { MoreTab } from "./MoreTab";
import { NextTab } from "./NextTab";

const server = setupServer(
  http.get("*/api/v1/*", () => HttpResponse.json({ results: [] })),
  http.post("*/api/v1/evaluate/", () => HttpResponse.json({ value: null, event: { status: "SUCCESS" } })),
);
beforeAll(() => server.listen());
afterAll(() => server.close());

const drop = (place: Element, path: string) =>
  fireEvent.drop(place, { dataTransfer: { types: ["application/x-allma-path"], getData: () => path } });
const mappings = (step: Partial<StepInstance>) =>
  showStep(step, ({ step: shown }) => <MappingsTab step={shown} />);
const next = (step: Partial<StepInstance>) => showStep(step, (given) => <NextTab {...given} />);

describe("mappings", () => {
  it("a value that is dropped beside the rows is a row called by its last name", () => {
    const store = mappings({ inputMappings: { total: "$.order.total" } });
    drop(screen.getByText("Add a mapping"), "$.customer.total");
    expect(stepOne(store)?.inputMappings).toEqual({ total: "$.order.total", total_2: "$.customer.total" });
  });

  it("a value that is dropped on a row is its source, which stays required", () => {
    const store = mappings({ inputMappings: { id: { path: "$.a", required: true } } });
    drop(screen.getByDisplayValue("id"), "$.order.id");
    expect(stepOne(store)?.inputMappings).toEqual({ id: { path: "$.order.id", required: true } });
  });

  it("a row without a name is shown but not kept, and a second of a name says so", async () => {
    const store = mappings({ inputMappings: { id: "$.a" } });
    await userEvent.click(screen.getByText("Add a mapping"));
    const targets = screen.getAllByLabelText("Field of the step's input");
    fireEvent.change(targets[1] as HTMLElement, { target: { value: "id" } });
    expect(screen.getByText("This name is there already; this row is not kept.")).toBeVisible();
    expect(stepOne(store)?.inputMappings).toEqual({ id: "$.a" });
  });

  it("the last row leaves no empty field behind", async () => {
    const store = mappings({ inputMappings: { id: "$.a" } });
    await userEvent.click(screen.getByLabelText("Remove id"));
    expect(stepOne(store)).toEqual({ stepInstanceId: "one", stepType: "NO_OP" });
  });

  it("all of the output, chosen parts, or nothing of it is kept", () => {
    const store = mappings({});
    fireEvent.click(screen.getByLabelText("Nothing"));
    expect(stepOne(store)?.outputMappings).toEqual({});
    fireEvent.click(screen.getByLabelText("Chosen parts"));
    expect(stepOne(store)?.outputMappings).toEqual({ "$.steps_output.one": "$" });
    fireEvent.click(screen.getByLabelText("All of it"));
    expect("outputMappings" in (stepOne(store) ?? {})).toBe(false);
  });

  it("typing in one field is one entry of the history", () => {
    const store = mappings({ inputMappings: { id: "$.a" } });
    const target = screen.getByDisplayValue("id");
    for (const text of ["id1", "id12", "id123"]) fireEvent.change(target, { target: { value: text } });
    expect(store.getState().history.entries).toHaveLength(2);
    expect(stepOne(store)?.inputMappings).toEqual({ id123: "$.a" });
  });
});

describe("what comes next", () => {
  const ways = [
    { condition: "$.a == 1", nextStepInstanceId: "two" },
    { condition: "$.b", nextStepInstanceId: "one" },
  ] as StepInstance["transitions"];

  it("conditions change their order by their buttons", async () => {
    const store = next({ transitions: ways });
    await userEvent.click(screen.getByLabelText("Move item 2 up"));
    expect(stepOne(store)?.transitions?.map((way) => way.condition)).toEqual(["$.b", "$.a == 1"]);
  });

  it("a step is chosen by its name", async () => {
    const store = next({});
    await userEvent.click(screen.getByLabelText("Else go to"));
    await userEvent.click(await screen.findByRole("option", { name: /Second/, hidden: true }));
    expect(stepOne(store)?.defaultNextStepInstanceId).toBe("two");
  });

  it("the rows of a condition write its text", () => {
    const store = next({
      transitions: [{ condition: "$.a == 1", nextStepInstanceId: "two" }] as StepInstance["transitions"],
    });
    fireEvent.change(screen.getByLabelText("Path in the context"), { target: { value: "$.total" } });
    fireEvent.click(screen.getByRole("button", { name: "Not" }));
    expect(stepOne(store)?.transitions?.[0]?.condition).toBe("!($.total == 1)");
  });

  it("a condition that rows cannot show stays text and says so", () => {
    next({
      transitions: [{ condition: "1 == $.a", nextStepInstanceId: "two" }] as StepInstance["transitions"],
    });
    fireEvent.click(screen.getByLabelText("Builder"));
    expect(screen.getByText("The builder cannot show this condition; it is edited as text.")).toBeVisible();
    expect(screen.getByDisplayValue("1 == $.a")).toBeVisible();
  });
});

describe("errors", () => {
  it("say the waits of the retries in words", () => {
    showStep({ onError: { retries: { count: 3 } as never, continueOnFailure: false } }, ({ step }) => (
      <ErrorsTab step={step} />
    ));
    expect(screen.getByText(/^Waits 5 s, 10 s, 20 s: 35 s in all/)).toBeVisible();
  });

  it("a switch that is turned back leaves no field behind", () => {
    const store = showStep({}, ({ step }) => <ErrorsTab step={step} />);
    const goOn = screen.getByLabelText(/^Go on when it fails/);
    fireEvent.click(goOn);
    expect(stepOne(store)?.onError).toEqual({ continueOnFailure: true });
    fireEvent.click(goOn);
    expect("onError" in (stepOne(store) ?? {})).toBe(false);
  });
});

it("a delay is fixed, random or none, and its times come back", () => {
  const store = showStep({ delay: { milliseconds: 90_000 } as StepInstance["delay"] }, (given) => (
    <MoreTab {...given} />
  ));
  expect(
    within(screen.getByText("Delay").closest("details") as HTMLElement).getByLabelText("Wait for"),
  ).toHaveValue("90");
  fireEvent.click(screen.getByLabelText("Random"));
  expect(stepOne(store)?.delay).toEqual({ delayFrom: 1000 });
  fireEvent.click(screen.getByLabelText("Fixed"));
  expect(stepOne(store)?.delay).toEqual({ milliseconds: 90_000 });
});
