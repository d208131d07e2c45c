import { QueryClient } from "@tanstack/react-query";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stepTypesQuery } from "@/api/steps/stepTypes";
import { toCanvas } from "@/lib/definition/toCanvas";
import type { FlowDocument, StepType } from "@/lib/definition/types";
import { renderUi } from "@/lib/testing/render";
import { AddStepDialog } from "../panels/outline/AddStepDialog";
import "../texts";
import { createEditorStore, EditorContext, type EditorStore } from "../store";
import { useCanvasApi } from "./canvasApi";
import { EditorCanvas } from "./EditorCanvas";
import { onNodeRender } from "./renderCount";

const TYPES = [
  {
    type: "NO_OP",
    module: null,
    label: "No operation",
    category: "Control",
    icon: "circle-dot",
    help: "",
    outputKeys: [],
    defaults: {},
    schema: {},
  },
  {
    type: "API_CALL",
    module: null,
    label: "API call",
    category: "Calls",
    icon: "globe",
    help: "",
    outputKeys: [],
    defaults: {},
    schema: {},
  },
] as Partial<StepType>[] as StepType[];

const DOCUMENT = {
  startStepInstanceId: "a",
  steps: {
    a: {
      stepInstanceId: "a",
      stepType: "NO_OP",
      displayName: "First",
      position: { x: 0, y: 0 },
      defaultNextStepInstanceId: "b",
    },
    b: { stepInstanceId: "b", stepType: "API_CALL", displayName: "Second", position: { x: 400, y: 0 } },
    c: { stepInstanceId: "c", stepType: "NO_OP", displayName: "Third", position: { x: 800, y: 0 } },
  },
  notes: [{ id: "n", text: "Remember", position: { x: 0, y: 200 } }],
} as Partial<FlowDocument> as FlowDocument;

function show(document = DOCUMENT, readOnly = false, beside: ReactNode = null): EditorStore {
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  });
  client.setQueryData(stepTypesQuery().queryKey, TYPES);
  client.setQueryData(["step-definitions", "search", ""], []);
  const store = createEditorStore({ flowId: "f", version: 1, document, readOnly });
  renderUi(
    <EditorContext value={store}>
      <EditorCanvas />
      {beside}
    </EditorContext>,
    client,
  );
  return store;
}

const canvas = (): HTMLElement => screen.getByRole("region", { name: /canvas/i });
const node = (id: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${id}"]`);
  if (!found) throw new Error(`There is no node ${id}.`);
  return found;
};

describe("what is drawn while one types", () => {
  const drawn: string[] = [];
  let stop: () => void;
  beforeEach(() => {
    drawn.length = 0;
    stop = onNodeRender((id) => drawn.push(id));
  });
  afterEach(() => stop());

  it("a keystroke in a field draws the node of its step and no other", () => {
    const store = show();
    drawn.length = 0;
    act(() => {
      store
        .getState()
        .dispatch("step.set", { stepId: "b", fields: { displayName: "Secon" }, mergeKey: "name" });
    });
    expect(drawn).toEqual(["b"]);
    expect(within(node("b")).getByText("Secon")).toBeInTheDocument();
  });

  it("opening a step or a side panel draws no node", () => {
    const store = show();
    drawn.length = 0;
    act(() => store.getState().openStep("b"));
    act(() => store.getState().showSide("problems"));
    expect(drawn).toEqual([]);
  });
});

it("a step that the outline adds leaves steps without places where they are seen", async () => {
  const places = (flow: FlowDocument) => [flow.steps.a?.position, flow.steps.b?.position];
  const document = structuredClone(DOCUMENT);
  for (const step of Object.values(document.steps)) step.position = undefined;
  const drawn = toCanvas(document, { typeOf: () => undefined });
  const store = show(
    document,
    false,
    <AddStepDialog where={{ at: "after", stepId: "a" }} onClose={() => {}} />,
  );
  const dialog = await screen.findByRole("dialog", { name: "Add a step after" });
  const user = userEvent.setup();
  await user.type(within(dialog).getByRole("combobox"), "no op{ArrowDown}{Enter}");
  await user.click(within(dialog).getByRole("button", { name: "Add" }));
  const { document: after } = store.getState();
  expect(places(after)).toEqual([drawn.unplaced.a, drawn.unplaced.b]);
  expect(Object.values(after.steps).filter(({ position }) => !position)).toEqual([]);
  expect(after.steps.a?.defaultNextStepInstanceId).toBe("no_op");
}, 30_000);

describe("the keyboard on the canvas", () => {
  it("arrow selects the start; Tab goes along the wires and says where it is", () => {
    const store = show();
    fireEvent.keyDown(canvas(), { key: "ArrowRight" });
    expect(store.getState().selection.steps).toEqual(["a"]);
    fireEvent.keyDown(canvas(), { key: "Tab" });
    expect(store.getState().selection.steps).toEqual(["b"]);
    expect(screen.getByText("Second, API call, step 2 of 3")).toBeInTheDocument();
    fireEvent.keyDown(canvas(), { key: "Tab", shiftKey: true });
    expect(store.getState().selection.steps).toEqual(["a"]);
  });

  it("arrows nudge what is selected, ten times as far with Shift, as one step of the history", () => {
    const store = show();
    act(() => store.getState().select({ steps: ["b"] }));
    fireEvent.keyDown(canvas(), { key: "ArrowDown" });
    fireEvent.keyDown(canvas(), { key: "ArrowRight", shiftKey: true });
    expect(store.getState().document.steps.b?.position).toEqual({ x: 440, y: 4 });
    expect(store.getState().history.entries.map((entry) => entry.gesture)).toEqual([
      "Opened",
      "Nudge 1 item",
    ]);
  });

  it("Shift F10 opens the menu of the selected step, and its items act", () => {
    const store = show();
    act(() => store.getState().select({ steps: ["b"] }));
    fireEvent.keyDown(canvas(), { key: "F10", shiftKey: true });
    fireEvent.click(screen.getByRole("menuitem", { name: /Start the flow here/ }));
    expect(store.getState().document.startStepInstanceId).toBe("b");
    expect(screen.queryByRole("menu")).not.toBeInTheDocument();
    expect(canvas()).toHaveFocus();
  });
});

describe("the palette", () => {
  it("Enter adds the first hit after the selected step and wires it", async () => {
    const store = show();
    act(() => store.getState().select({ steps: ["c"] }));
    const search = screen.getByRole("combobox", { name: "Search steps" });
    fireEvent.change(search, { target: { value: "api" } });
    await waitFor(() => expect(screen.getAllByRole("option")).toHaveLength(1));
    fireEvent.keyDown(search, { key: "Enter" });
    await waitFor(() =>
      expect(store.getState().document.steps.c?.defaultNextStepInstanceId).toBe("api_call"),
    );
    expect(store.getState().document.steps.api_call?.position).toEqual({ x: 1120, y: 0 });
  });

  it("is not there for those who only look", () => {
    show(DOCUMENT, true);
    expect(screen.queryByRole("combobox", { name: "Search steps" })).not.toBeInTheDocument();
  });
});

describe("copying", () => {
  const clipboard = () => {
    const held = new Map<string, string>();
    return {
      getData: (kind: string) => held.get(kind) ?? "",
      setData: (kind: string, text: string) => held.set(kind, text),
    };
  };

  it("copies the selected steps as JSON and pastes them with new ids", () => {
    const store = show();
    act(() => store.getState().select({ steps: ["b"] }));
    const clipboardData = clipboard();
    fireEvent.copy(document.body, { clipboardData });
    fireEvent.paste(document.body, { clipboardData });
    expect(JSON.parse(clipboardData.getData("text/plain")).allma).toBe("steps");
    expect(store.getState().selection.steps).toEqual(["b_2"]);
  });

  it("leaves alone what is pasted into a field", () => {
    const store = show();
    act(() => store.getState().select({ steps: ["b"] }));
    const clipboardData = clipboard();
    fireEvent.copy(document.body, { clipboardData });
    fireEvent.paste(screen.getByRole("combobox", { name: "Search steps" }), { clipboardData });
    expect(Object.keys(store.getState().document.steps)).toEqual(["a", "b", "c"]);
  });
});

describe("notes and find", () => {
  it("a double click writes in the note; each letter is in the flow at once, as one entry of the history", () => {
    const store = show();
    fireEvent.doubleClick(node("note:n"));
    const field = screen.getByRole("textbox", { name: "Text of the note" });
    for (const value of ["Remember t", "Remember th"]) fireEvent.change(field, { target: { value } });
    expect(store.getState().document.notes?.[0]?.text).toBe("Remember th");
    expect(store.getState().history.entries).toHaveLength(2);
    fireEvent.keyDown(field, { key: "Escape" });
    expect(screen.queryByRole("textbox", { name: "Text of the note" })).not.toBeInTheDocument();
  });

  it("find goes from hit to hit", () => {
    const store = show();
    act(() => useCanvasApi().find());
    const field = screen.getByRole("textbox", { name: "Find a step" });
    fireEvent.change(field, { target: { value: "NO_OP" } });
    expect(screen.getByText("1 of 2")).toBeInTheDocument();
    fireEvent.keyDown(field, { key: "Enter" });
    expect(store.getState().selection.steps).toEqual(["c"]);
    fireEvent.keyDown(field, { key: "Enter" });
    expect(store.getState().selection.steps).toEqual(["a"]);
  });
});

describe("a flow without steps", () => {
  const EMPTY = { startStepInstanceId: "", steps: {} } as Partial<FlowDocument> as FlowDocument;

  it("says what to do first", () => {
    show(EMPTY);
    expect(screen.getByRole("button", { name: "Add the first step" })).toBeInTheDocument();
  });

  it("says only that it is empty to those who look", () => {
    show(EMPTY, true);
    expect(screen.getByText("This flow has no steps.")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Add the first step" })).not.toBeInTheDocument();
  });
});
