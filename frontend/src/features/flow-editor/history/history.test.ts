import { describe, expect, it } from "vitest";
import type { FlowDocument } from "@/lib/definition/types";
import {
  beginHistory,
  canRedo,
  canUndo,
  goTo,
  HISTORY_LIMIT,
  MERGE_WINDOW_MS,
  present,
  record,
} from "./history";

const state = (name: string) => ({ steps: {}, startStepInstanceId: name }) as FlowDocument;
const [a, b, c] = [state("a"), state("b"), state("c")];

describe("history", () => {
  it("goes back and forth to the very same documents", () => {
    const history = record(record(beginHistory(a, "Opened", 0), { document: b, gesture: "One", at: 1 }), {
      document: c,
      gesture: "Two",
      at: 2,
    });
    expect(history.entries.map((entry) => entry.gesture)).toEqual(["Opened", "One", "Two"]);
    expect(present(goTo(history, 1))).toBe(b);
    expect(present(goTo(history, -5))).toBe(a);
    expect(present(goTo(history, 99))).toBe(c);
    expect([canUndo(goTo(history, 0)), canRedo(goTo(history, 0)), canRedo(history)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it("a change after going back forgets what was undone", () => {
    const history = record(beginHistory(a, "Opened", 0), { document: b, gesture: "One", at: 1 });
    const forked = record(goTo(history, 0), { document: c, gesture: "Other", at: 2 });
    expect(forked.entries.map((entry) => entry.gesture)).toEqual(["Opened", "Other"]);
  });

  it("typing in one field is one entry; a pause, another field or the opening state is not merged", () => {
    const typed = (document: FlowDocument, at: number, mergeKey: string) => ({
      document,
      gesture: "Type",
      at,
      mergeKey,
    });
    const one = record(beginHistory(a, "Opened", 0), typed(b, 1, "x"));
    expect(record(one, typed(c, 2, "x")).entries).toHaveLength(2);
    expect(present(record(one, typed(c, 2, "x")))).toBe(c);
    expect(record(one, typed(c, 1 + MERGE_WINDOW_MS, "x")).entries).toHaveLength(3);
    expect(record(one, typed(c, 2, "y")).entries).toHaveLength(3);
    expect(record(goTo(one, 0), typed(c, 2, "x")).entries).toHaveLength(2);
  });

  it("nothing changed is no entry", () => {
    const history = beginHistory(a, "Opened", 0);
    expect(record(history, { document: a, gesture: "Nothing", at: 1 })).toBe(history);
  });

  it("keeps the newest states when there are too many", () => {
    let history = beginHistory(a, "Opened", 0);
    for (let number = 1; number <= HISTORY_LIMIT + 10; number += 1)
      history = record(history, { document: state(String(number)), gesture: String(number), at: number });
    expect(history.entries).toHaveLength(HISTORY_LIMIT);
    expect(present(history).startStepInstanceId).toBe(String(HISTORY_LIMIT + 10));
  });
});
