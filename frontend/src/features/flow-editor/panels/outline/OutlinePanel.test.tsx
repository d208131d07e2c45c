import { QueryClient } from "@tanstack/react-query";
import { act, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { stepTypesQuery } from "@/api/steps/stepTypes";
import type { StepInstance, StepType } from "@/lib/definition/types";
import { documentOf } from "@/lib/testing/documents";
import { renderUi } from "@/lib/testing/render";
import "../../texts";
import { createEditorStore, EditorContext, type EditorStore } from "../../store";
import { OutlinePanel } from "./OutlinePanel";

function step(id: string, fields: Record<string, unknown> = {}): StepInstance {
  return { stepInstanceId: id, stepType: "NO_OP", displayName: id.toUpperCase(), ...fields } as StepInstance;
}

const DOCUMENT = documentOf({
  startStepInstanceId: "a",
  steps: {
    a: step("a", {
      defaultNextStepInstanceId: "b",
      transitions: [{ condition: "$.x", nextStepInstanceId: "c" }],
    }),
    b: step("b"),
    c: step("c", { defaultNextStepInstanceId: "b" }),
  },
});

const NO_OP = {
  type: "NO_OP",
  module: null,
  label: "No operation",
  category: "Control",
  icon: "circle-dot",
  defaults: {},
} as Partial<StepType> as StepType;

function open(readOnly = false): EditorStore {
  const store = createEditorStore({ flowId: "f", version: 1, document: DOCUMENT, readOnly });
  const client = new QueryClient();
  client.setQueryData(stepTypesQuery().queryKey, [NO_OP]);
  renderUi(
    <EditorContext value={store}>
      <OutlinePanel />
    </EditorContext>,
    client,
  );
  return store;
}

const items = () =>
  screen
    .getAllByRole("treeitem")
    .map((item) => `${item.getAttribute("aria-level")} ${item.textContent?.trim()}`);
const focused = () => document.activeElement?.textContent?.trim();

describe("the outline", { timeout: 30_000 }, () => {
  it("shows the flow in the order of a run", () => {
    open();
    expect(items()).toEqual(["1 AStart", "2 If $.xC", "2 Goes to B", "1 B"]);
  });

  it("is one stop of Tab, and arrows go through it", async () => {
    const store = open();
    const user = userEvent.setup();
    await user.tab();
    expect(focused()).toBe("AStart");
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(focused()).toBe("Goes to B");
    await user.keyboard("{ArrowLeft}");
    expect(focused()).toBe("AStart");
    await user.keyboard("{ArrowRight}");
    expect(focused()).toBe("If $.xC");
    await user.keyboard("{End}");
    expect(store.getState().selection.steps).toEqual(["b"]);
    await user.keyboard("{Home}{Enter}");
    expect(store.getState().open).toEqual({ stepId: "a" });
  });

  it("follows a link to where the step stands", async () => {
    open();
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
    expect(focused()).toBe("B");
  });

  it("deletes, turns off and renames by keys, and says what was done", async () => {
    const store = open();
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard("{ArrowDown}d");
    expect(store.getState().document.steps.c?.disabled).toBe(true);
    expect(screen.getByText("Turn off 1 step")).toBeInTheDocument();
    await user.keyboard("{F2}");
    expect(screen.getByLabelText("Name")).toHaveFocus();
    await user.keyboard("{End}!");
    expect(store.getState().document.steps.c?.displayName).toBe("C!");
    screen.getByRole("treeitem", { name: /C!/ }).focus();
    await user.keyboard("{Delete}");
    expect(Object.keys(store.getState().document.steps)).toEqual(["a", "b"]);
    expect(store.getState().document.steps.a?.transitions).toEqual([
      { condition: "$.x", nextStepInstanceId: "b" },
    ]);
  });

  it("deletes and turns off the line that has the focus, whatever else is selected on the canvas", async () => {
    const store = open();
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard("{End}");
    act(() => store.getState().select({ steps: ["b", "c"] }));
    await user.keyboard("d");
    const { a, b, c } = store.getState().document.steps;
    expect([a?.disabled, b?.disabled, c?.disabled]).toEqual([undefined, true, undefined]);
    await user.keyboard("{Delete}");
    expect(Object.keys(store.getState().document.steps)).toEqual(["a", "c"]);
  });

  it("adds a step after one by keyboard alone", async () => {
    const store = open();
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard("a");
    const dialog = await screen.findByRole("dialog", { name: "Add a step after" });
    await user.type(
      within(dialog).getByRole("combobox", { name: "Type of the step" }),
      "no op{ArrowDown}{Enter}",
    );
    await user.click(within(dialog).getByRole("button", { name: "Add" }));
    const { document: after, open: opened } = store.getState();
    expect(after.steps.a?.defaultNextStepInstanceId).toBe("no_op");
    expect(after.steps.no_op?.defaultNextStepInstanceId).toBe("b");
    expect(opened).toBeNull();
  });

  it("changes a way: its condition, its kind, its target", async () => {
    const store = open();
    const user = userEvent.setup();
    await user.click(screen.getByRole("treeitem", { name: /^A/ }));
    const condition = screen.getByRole("textbox", { name: "Condition 1" });
    await user.clear(condition);
    await user.type(condition, "$.y > 1");
    expect(store.getState().document.steps.a?.transitions).toEqual([
      { condition: "$.y > 1", nextStepInstanceId: "c" },
    ]);
    await user.click(screen.getAllByRole("combobox", { name: "Where way 1 leads" })[0] as HTMLElement);
    await user.click(await screen.findByRole("option", { name: "A (a)" }));
    expect(store.getState().document.steps.a?.transitions?.[0]?.nextStepInstanceId).toBe("a");
    await user.click(screen.getAllByRole("combobox", { name: "When way 1 is taken" })[0] as HTMLElement);
    await user.click(await screen.findByRole("option", { name: "On error" }));
    expect(store.getState().document.steps.a?.onError).toEqual({ fallbackStepInstanceId: "a" });
    expect(store.getState().document.steps.a?.transitions).toEqual([]);
  });

  it("offers no change to one who may only look", async () => {
    const store = open(true);
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard("{ArrowDown}{Delete}d");
    expect(store.getState().document).toBe(DOCUMENT);
    expect(screen.queryByRole("button", { name: "Delete" })).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Connect" })).not.toBeInTheDocument();
  });
});
