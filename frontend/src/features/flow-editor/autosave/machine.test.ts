import { describe, expect, it } from "vitest";
import type { FlowDocument } from "@/lib/definition/types";
import { documentOf } from "@/lib/testing/documents";
import { type Autosave, type AutosaveEvent, begin, type Effect, isUnsaved, next } from "./machine";

function flow(name: string, other = "other"): FlowDocument {
  return documentOf({
    startStepInstanceId: "a",
    steps: {
      a: { stepInstanceId: "a", stepType: "NO_OP", displayName: name },
      b: { stepInstanceId: "b", stepType: "NO_OP", displayName: other },
    },
  });
}

const first = flow("first");

/** Runs events; gives the last state and what the last event asked for. */
function run(
  events: AutosaveEvent[],
  from: Autosave = begin({ revision: 3, document: first }),
): [Autosave, readonly Effect[]] {
  return events.reduce<[Autosave, readonly Effect[]]>(
    ([state], event) => {
      const [after, effects] = next(state, event);
      return [after, effects];
    },
    [from, []],
  );
}

const mine = flow("mine");

describe("autosave", () => {
  it("saves when nothing changed for 600 ms, with the revision it has", () => {
    const [dirty, wakes] = run([{ type: "changed", document: mine, at: 1000 }]);
    expect(wakes).toEqual([{ do: "wake", at: 1600 }]);
    expect(next(dirty, { type: "due", at: 1599 })[1]).toEqual([{ do: "wake", at: 1600 }]);
    expect(next(dirty, { type: "due", at: 1600 })[1]).toEqual([{ do: "save", document: mine, revision: 3 }]);
  });

  it("waits anew at every change", () => {
    const [state] = run([
      { type: "changed", document: flow("m"), at: 1000 },
      { type: "changed", document: mine, at: 1500 },
      { type: "due", at: 1600 },
    ]);
    expect(state.phase).toEqual({ name: "dirty", dueAt: 2100 });
  });

  it("is clean after the answer, and unsaved until then", () => {
    const [saving] = run([
      { type: "changed", document: mine, at: 0 },
      { type: "due", at: 600 },
    ]);
    expect(isUnsaved(saving)).toBe(true);
    const [state, effects] = next(saving, { type: "saved", revision: 4, at: 700 });
    expect(state).toMatchObject({
      server: { revision: 4, document: mine },
      phase: { name: "clean" },
      savedAt: 700,
    });
    expect([isUnsaved(state), effects]).toEqual([false, []]);
  });

  it("sends what changed during a save after that save, never beside it", () => {
    const later = flow("later");
    const [saving, effects] = run([
      { type: "changed", document: mine, at: 0 },
      { type: "due", at: 600 },
      { type: "changed", document: later, at: 650 },
      { type: "due", at: 2000 },
    ]);
    expect([saving.phase.name, effects]).toEqual(["saving", []]);
    const [dirty] = next(saving, { type: "saved", revision: 4, at: 2100 });
    expect(next(dirty, { type: "due", at: 2700 })[1]).toEqual([{ do: "save", document: later, revision: 4 }]);
  });

  it("never sends a document that is as the server has it", () => {
    const [undone, effects] = run([
      { type: "changed", document: mine, at: 0 },
      { type: "changed", document: first, at: 100 },
      { type: "due", at: 5000 },
    ]);
    expect([undone.phase.name, effects]).toEqual(["clean", []]);
    const [rewritten, none] = run([
      { type: "changed", document: structuredClone(first), at: 0 },
      { type: "due", at: 600 },
    ]);
    expect([rewritten.phase.name, none]).toEqual(["clean", []]);
  });

  it("tries again after 1, 2, 4 … at most 30 seconds while the server cannot be reached", () => {
    let [state] = run([
      { type: "changed", document: mine, at: 0 },
      { type: "due", at: 600 },
    ]);
    const waits: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      [state] = next(state, { type: "unreachable", at: 0 });
      if (state.phase.name !== "offline") throw new Error("It gave up.");
      waits.push(state.phase.retryAt);
      [state] = next(state, { type: "due", at: state.phase.retryAt });
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000]);
  });

  it("saves at once when asked while offline", () => {
    const [, effects] = run([
      { type: "changed", document: mine, at: 0 },
      { type: "due", at: 600 },
      { type: "unreachable", at: 700 },
      { type: "saveNow" },
    ]);
    expect(effects).toEqual([{ do: "save", document: mine, revision: 3 }]);
  });

  it("knows its own save again when only the answer was lost", () => {
    const [state, effects] = run([
      { type: "changed", document: mine, at: 0 },
      { type: "due", at: 600 },
      { type: "unreachable", at: 700 },
      { type: "saveNow" },
      { type: "outdated" },
      { type: "read", theirs: { revision: 4, document: structuredClone(mine), author: "me" }, at: 800 },
    ]);
    expect(state).toMatchObject({ phase: { name: "clean" }, server: { revision: 4 }, document: mine });
    expect(effects).toEqual([]);
  });

  it("merges what somebody else saved elsewhere in the flow, then saves the merge", () => {
    const theirs = { revision: 5, document: flow("first", "theirs"), author: "Ada" };
    const [state, effects] = run([
      { type: "changed", document: mine, at: 0 },
      { type: "due", at: 600 },
      { type: "outdated" },
      { type: "read", theirs, at: 700 },
    ]);
    const merged = flow("mine", "theirs");
    expect(effects).toEqual([
      { do: "adopt", document: merged, theirs, renamed: {} },
      { do: "wake", at: 700 },
    ]);
    expect(next(state, { type: "due", at: 700 })[1]).toEqual([{ do: "save", document: merged, revision: 5 }]);
  });

  it("asks when both changed the same, keeps what is typed meanwhile, and follows the choices", () => {
    const theirs = { revision: 5, document: flow("theirs"), author: "Ada" };
    const later = flow("mine", "typed meanwhile");
    const [asked, effects] = run([
      { type: "changed", document: mine, at: 0 },
      { type: "otherSaved", revision: 5 },
      { type: "read", theirs, at: 700 },
      { type: "changed", document: later, at: 800 },
      { type: "due", at: 9000 },
    ]);
    expect([asked.phase.name, effects]).toEqual(["conflict", []]);
    const [state] = next(asked, {
      type: "resolved",
      choices: { "/steps/a/displayName": { take: "theirs" } },
      at: 9000,
    });
    expect(state).toMatchObject({ document: flow("theirs", "typed meanwhile"), server: { revision: 5 } });
  });

  it("takes in what somebody else saved when nothing here is unsaved", () => {
    const theirs = { revision: 4, document: flow("theirs"), author: "Ada" };
    const [reading, effects] = run([{ type: "otherSaved", revision: 4 }]);
    expect([isUnsaved(reading), effects]).toEqual([false, [{ do: "read" }]]);
    const [state, adopt] = next(reading, { type: "read", theirs, at: 5 });
    expect(state.phase).toEqual({ name: "clean" });
    expect(adopt).toEqual([{ do: "adopt", document: theirs.document, theirs, renamed: {} }]);
  });

  it("reads what was saved during its own save as soon as that is answered", () => {
    const [state, effects] = run([
      { type: "changed", document: mine, at: 0 },
      { type: "due", at: 600 },
      { type: "otherSaved", revision: 5 },
      { type: "saved", revision: 4, at: 700 },
    ]);
    expect([state.phase.name, effects]).toEqual(["reading", [{ do: "read" }]]);
  });

  it("does not hear the same revision twice", () => {
    const [, effects] = run([
      { type: "otherSaved", revision: 4 },
      { type: "read", theirs: { revision: 4, document: flow("theirs"), author: "Ada" }, at: 0 },
      { type: "otherSaved", revision: 4 },
    ]);
    expect(effects).toEqual([]);
  });

  it("has nothing unsaved when only what somebody else saved could not be read", () => {
    const [asked] = run([
      { type: "otherSaved", revision: 4 },
      { type: "unreachable", at: 0 },
    ]);
    expect([asked.phase.name, isUnsaved(asked)]).toEqual(["offline", false]);
    expect(isUnsaved(next(asked, { type: "changed", document: mine, at: 1 })[0])).toBe(true);
  });

  it("stops when the server refuses, until the next change", () => {
    const error = new Error("Version 3 is published.");
    const [refused] = run([
      { type: "changed", document: mine, at: 0 },
      { type: "due", at: 600 },
      { type: "refused", error },
    ]);
    expect([refused.phase, isUnsaved(refused)]).toEqual([{ name: "refused", error }, true]);
    expect(next(refused, { type: "due", at: 99_000 })[1]).toEqual([]);
    expect(next(refused, { type: "changed", document: flow("x"), at: 1000 })[0].phase).toEqual({
      name: "dirty",
      dueAt: 1600,
    });
  });
});
