import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { documentOf } from "@/lib/testing/documents";
import { createEditorStore, EditorContext, type EditorStore } from "../../store";
import { useCodeText } from "./useCodeText";

const FLOW = {
  startStepInstanceId: "a",
  steps: { a: { stepInstanceId: "a", stepType: "NO_OP", displayName: "First" } },
};
const TYPED = { ...FLOW, timeoutSeconds: 60 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const open = (flowId: string): EditorStore =>
  createEditorStore({ flowId, version: 1, document: documentOf(FLOW) });

const show = (store: EditorStore) =>
  renderHook(useCodeText, {
    wrapper: ({ children }) => <EditorContext.Provider value={store}>{children}</EditorContext.Provider>,
  });

/** What the canvas, a form or another person does meanwhile. */
const rename = (store: EditorStore, displayName: string) =>
  act(() => void store.getState().dispatch("step.set", { stepId: "a", fields: { displayName } }));
const rest = () => act(() => void vi.advanceTimersByTime(300));
const both = { ...TYPED, steps: { a: { ...FLOW.steps.a, displayName: "Second" } } };

it("what is typed becomes the document when typing rests, what is drawn becomes the text", () => {
  const store = open("ways");
  const { result } = show(store);
  act(() => result.current.type(JSON.stringify(TYPED)));
  expect(store.getState().document).toEqual(FLOW);
  rest();
  expect(store.getState().document).toEqual(TYPED);
  expect(result.current.text).toBe(JSON.stringify(TYPED));
  rename(store, "Second");
  expect(result.current.text).toBe(JSON.stringify(both, null, 2));
});

it("a change elsewhere while one types is not written over, and writes over nothing", () => {
  const store = open("typing");
  const { result } = show(store);
  act(() => result.current.type(JSON.stringify(TYPED)));
  rename(store, "Second");
  expect(result.current.text).toBe(JSON.stringify(TYPED));
  rest();
  expect(store.getState().document).toEqual(both);
  expect(JSON.parse(result.current.text)).toEqual(both);
});

it("a text that cannot be read stays through changes elsewhere, until it can be read", () => {
  const store = open("unreadable");
  const { result } = show(store);
  act(() => result.current.type("{"));
  rest();
  rename(store, "Second");
  expect(result.current.text).toBe("{");
  expect(result.current.reason).not.toBe("");
  act(() => result.current.type(JSON.stringify(TYPED)));
  rest();
  expect(store.getState().document).toEqual(both);
  expect(result.current.reason).toBe("");
});

it("closing the panel at once takes over what was typed", () => {
  const store = open("closed");
  const { result, unmount } = show(store);
  act(() => result.current.type(JSON.stringify(TYPED)));
  unmount();
  expect(store.getState().document).toEqual(TYPED);
});

it("a text that cannot be read is there again when the panel is opened again, and can be given up", () => {
  const store = open("again");
  const first = show(store);
  act(() => first.result.current.type("{"));
  first.unmount();
  const { result } = show(store);
  expect(result.current.text).toBe("{");
  expect(result.current.reason).not.toBe("");
  act(() => result.current.giveUp());
  expect(result.current).toMatchObject({ text: JSON.stringify(FLOW, null, 2), reason: "" });
});
