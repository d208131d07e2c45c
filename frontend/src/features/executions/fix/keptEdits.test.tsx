import { act, renderHook } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { FlowDocument, StepInstance } from "@/lib/definition/types";
import { type Edits, useKeptEdits, withoutEdits } from "./keptEdits";

const KEY = "allma.fix.u1.e1.original";
const step = (fields: object): StepInstance => ({ stepInstanceId: "a", stepType: "NO_OP", ...fields });
const flow = (fields: object): FlowDocument => ({
  schemaVersion: "1",
  startStepInstanceId: "a",
  steps: { a: step(fields) },
});
const BASE = flow({ displayName: "Old" });
const EDITS: Edits = {
  steps: { a: step({ displayName: "New" }) },
  prompts: { p1: { number: 2, text: "Dear {{ who }}" } },
};

/** The page opened, with what the server has of the document. */
function open(base: FlowDocument | undefined = BASE, key = KEY) {
  const page = renderHook((document: FlowDocument | undefined) => useKeptEdits(key, document), {
    initialProps: base,
  });
  return { ...page, change: (edits: Edits) => act(() => page.result.current.change(() => edits)) };
}

afterEach(() => sessionStorage.clear());

it("brings the edits back after a reload, says so once, and forgets them when they are discarded", () => {
  const first = open();
  expect(first.result.current).toMatchObject({ edits: { steps: {}, prompts: {} }, isRestored: false });
  first.change(EDITS);
  expect(first.result.current).toMatchObject({ edits: EDITS, isRestored: false });

  const again = open();
  expect(again.result.current).toMatchObject({ edits: EDITS, isRestored: true, lost: [] });
  act(() => again.result.current.dismiss());
  expect(again.result.current.isRestored).toBe(false);
  again.change(withoutEdits());
  expect(sessionStorage).toHaveLength(0);
  expect(open().result.current).toMatchObject({ edits: withoutEdits(), isRestored: false });
});

it("keeps nothing of a step that is as it was", () => {
  open().change({ steps: BASE.steps, prompts: {} });
  expect(sessionStorage).toHaveLength(0);
});

it("waits for the document, and leaves edits out that do not fit it any more", () => {
  open().change(EDITS);
  const later = open(undefined);
  expect(later.result.current).toMatchObject({ edits: { steps: {} }, lost: [] });
  later.rerender(flow({ displayName: "Otherwise" }));
  expect(later.result.current).toMatchObject({
    edits: { steps: {}, prompts: EDITS.prompts },
    lost: ["a"],
    isRestored: true,
  });
});

it("keeps the edits of each person, run and version apart", () => {
  open().change(EDITS);
  expect(open(BASE, "allma.fix.u2.e1.original").result.current.edits).toEqual(withoutEdits());
});

it.each(["{", "7", '{"steps": {"a": {}}, "prompts": {}}', '{"steps": {}, "prompts": {"p": {"text": 1}}}'])(
  "takes no edits from what it cannot read: %s",
  (text) => {
    sessionStorage.setItem(KEY, text);
    expect(open().result.current).toMatchObject({ edits: withoutEdits(), isRestored: false });
  },
);
