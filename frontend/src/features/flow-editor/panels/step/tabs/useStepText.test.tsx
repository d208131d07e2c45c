import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import type { StepInstance } from "@/lib/definition/types";
import { documentOf } from "@/lib/testing/documents";
import { createEditorStore, EditorContext, type EditorStore, useEditor } from "../../../store";
import "../texts";
import { useStepText } from "./useStepText";

const STEP = { stepInstanceId: "a", stepType: "NO_OP", displayName: "First", fill: "red" };

function open(flowId: string): EditorStore {
  const document = documentOf({ startStepInstanceId: "a", steps: { a: STEP } });
  return createEditorStore({ flowId, version: 1, document });
}

function show(store: EditorStore) {
  const useText = () => useStepText("a", useEditor((state) => state.document.steps.a) as StepInstance);
  return renderHook(useText, {
    wrapper: ({ children }) => <EditorContext.Provider value={store}>{children}</EditorContext.Provider>,
  });
}

const change = (store: EditorStore, fields: object) =>
  act(() => void store.getState().dispatch("step.set", { stepId: "a", fields: { ...fields } }));

it("a change elsewhere while the text cannot be read is not undone by the text", () => {
  const store = open("merged");
  const { result } = show(store);
  const typed = JSON.stringify({ ...STEP, displayName: "Typed" });
  act(() => result.current.edit(typed.slice(0, -1)));
  change(store, { fill: "blue" });
  expect(result.current.text).toBe(typed.slice(0, -1));
  act(() => result.current.edit(typed));
  const both = { ...STEP, displayName: "Typed", fill: "blue" };
  expect(store.getState().document.steps.a).toEqual(both);
  expect(JSON.parse(result.current.text)).toEqual(both);
});

it("a text that cannot be read is there again, and is merged with what changed while it was away", () => {
  const store = open("kept");
  const first = show(store);
  act(() => first.result.current.edit("{"));
  first.unmount();
  change(store, { fill: "blue" });
  const { result } = show(store);
  expect(result.current.text).toBe("{");
  act(() => result.current.edit(JSON.stringify({ ...STEP, displayName: "Typed" })));
  expect(store.getState().document.steps.a).toEqual({ ...STEP, displayName: "Typed", fill: "blue" });
});

it("a text that is given up becomes the step as it is", () => {
  const store = open("givenUp");
  const { result } = show(store);
  act(() => result.current.edit("{"));
  change(store, { fill: "blue" });
  act(() => result.current.giveUp());
  expect(JSON.parse(result.current.text)).toEqual({ ...STEP, fill: "blue" });
  expect(result.current.refused).toBeNull();
});
