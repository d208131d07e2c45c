import { describe, expect, it } from "vitest";
import { draftsOf, peopleOf } from "./frames";
import { presenceStore, showPresent } from "./presenceStore";

describe("who is here", () => {
  const frame = {
    type: "presence",
    you: "me",
    people: [
      { id: "me", user: "Ada", version: 1, step: "a" },
      { id: "x", user: "Bob", version: 1, step: "a", since: "…" },
      { id: "y", user: "", version: null, step: null },
      "nonsense",
    ],
  };

  it("is everybody but this tab", () => {
    expect(peopleOf(frame)).toEqual([
      { id: "x", name: "Bob", version: 1, stepId: "a" },
      { id: "y", name: "?", version: null, stepId: null },
    ]);
  });

  it("counts at a step only those who look at the same version", () => {
    showPresent([...peopleOf(frame), { id: "z", name: "Cy", version: 2, stepId: "a" }], 1);
    expect(presenceStore.getState().byStep).toEqual({
      a: [{ id: "x", name: "Bob", version: 1, stepId: "a" }],
    });
    expect(presenceStore.getState().others.length).toBe(3);
  });
});

it("reads the drafts of a flow's state", () => {
  const drafts = [{ version: 3, revision: 7, author: "Ada" }, { version: "4" }];
  expect(draftsOf({ type: "flow.state", drafts })).toEqual([{ version: 3, revision: 7 }]);
  expect(draftsOf({ type: "flow.state" })).toEqual([]);
});
