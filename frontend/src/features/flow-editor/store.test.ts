import { describe, expect, it } from "vitest";
import type { FlowDocument } from "@/lib/definition/types";
import { createEditorStore } from "./store";

const document = {
  steps: {
    a: { stepInstanceId: "a", stepType: "NO_OP", defaultNextStepInstanceId: "b" },
    b: { stepInstanceId: "b", stepType: "NO_OP" },
  },
  startStepInstanceId: "a",
} as Partial<FlowDocument> as FlowDocument;

const open = (readOnly = false) =>
  createEditorStore({ flowId: "f", version: 1, document, readOnly, now: () => 0 });

describe("the editor's store", () => {
  it("takes a command's arguments from the selection and says whether it ran", () => {
    const store = open();
    expect(store.getState().dispatch("selection.remove")).toBe(false);
    store.getState().select({ steps: ["b"] });
    expect(store.getState().dispatch("selection.remove")).toBe(true);
    expect(Object.keys(store.getState().document.steps)).toEqual(["a"]);
    expect(store.getState().selection.steps).toEqual([]);
    expect(store.getState().history.entries.map((entry) => entry.gesture)).toEqual(["Opened", "Delete b"]);
  });

  it("undoes to the very same document, and redoes", () => {
    const store = open();
    store.getState().dispatch("step.set", { stepId: "a", fields: { displayName: "A" } });
    const after = store.getState().document;
    store.getState().undo();
    expect(store.getState().document).toBe(document);
    store.getState().redo();
    expect(store.getState().document).toBe(after);
  });

  it("closes the panel of a step that goes", () => {
    const store = open();
    store.getState().openStep("b");
    store.getState().dispatch("selection.remove", { steps: ["b"], edges: [], notes: [], groups: [] });
    expect(store.getState().open).toBeNull();
  });

  it("changes nothing when it may only be read", () => {
    const store = open(true);
    expect(store.getState().dispatch("step.set", { stepId: "a", fields: { displayName: "A" } })).toBe(false);
    expect(store.getState().document).toBe(document);
  });

  it("keeps the selection's identity when nothing in it changed", () => {
    const store = open();
    store.getState().select({ steps: ["a"] });
    const before = store.getState().selection;
    store.getState().select({ steps: ["a"] });
    expect(store.getState().selection).toBe(before);
  });
});
