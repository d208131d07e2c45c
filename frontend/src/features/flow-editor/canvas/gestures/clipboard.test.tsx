import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FlowDocument } from "@/lib/definition/types";
import { NOTHING } from "../../commands/types";
import { createEditorStore } from "../../store";
import { cutByMenu, listenToClipboard } from "./clipboard";

const step = (id: string, next: string | null = null) => ({
  stepInstanceId: id,
  stepType: "NO_OP",
  defaultNextStepInstanceId: next,
});

const FRAMED = {
  startStepInstanceId: "a",
  steps: { a: step("a", "b"), b: step("b", "c"), c: step("c", "d"), d: step("d") },
  groups: [{ id: "g", label: "Check", stepInstanceIds: ["b", "c"], color: null, collapsed: false }],
} as Partial<FlowDocument> as FlowDocument;

/** An editor in which the frame around b and c is selected. */
function open() {
  const store = createEditorStore({ flowId: "f", version: 1, document: FRAMED });
  store.getState().select({ ...NOTHING, groups: ["g"] });
  return store;
}

const stepsOf = (text: string) => Object.keys((JSON.parse(text) as FlowDocument).steps);

describe("cutting a frame", () => {
  let stop = () => {};
  beforeEach(() => userEvent.setup());
  afterEach(() => stop());

  it("takes away what was copied: its steps too", () => {
    const store = open();
    stop = listenToClipboard(store, () => ({ x: 0, y: 0 }));
    const copied: string[] = [];
    const event = Object.assign(new Event("cut", { bubbles: true, cancelable: true }), {
      clipboardData: { setData: (_: string, text: string) => copied.push(text) },
    });
    document.dispatchEvent(event);
    const { document: after, history } = store.getState();
    expect(copied.map(stepsOf)).toEqual([["b", "c"]]);
    expect(Object.keys(after.steps)).toEqual(["a", "d"]);
    expect(after.groups).toEqual([]);
    expect(after.steps.a?.defaultNextStepInstanceId).toBe("d");
    expect(history.entries).toHaveLength(2);
  });

  it("takes away the same by the menu, whatever is selected while the browser writes", async () => {
    const store = open();
    const cut = cutByMenu(store);
    store.getState().select({ ...NOTHING, steps: ["d"] });
    await cut;
    expect(stepsOf(await navigator.clipboard.readText())).toEqual(["b", "c"]);
    expect(Object.keys(store.getState().document.steps)).toEqual(["a", "d"]);
  });
});
