import { describe, expect, it } from "vitest";
import type { Schemas } from "@/api/client";
import { isEmpty, readChanges } from "./changes";

const NOTHING: Schemas["FlowDiff"] = {
  steps: { added: [], removed: [], changed: [], moved: [], order: null },
  flowVariables: [],
  settings: [],
};

describe("what changed against the published version", () => {
  it("names steps with their changed fields, variables and settings", () => {
    const changes = readChanges({
      steps: {
        added: [{ stepInstanceId: "new", step: {} }],
        removed: ["old"],
        changed: [
          {
            stepInstanceId: "call",
            moved: true,
            patch: [
              { op: "replace", path: "/customConfig/headers/a", value: 1 },
              { op: "add", path: "/customConfig/headers/b", value: 2 },
              { op: "replace", path: "/displayName", value: "x" },
              { op: "replace", path: "/position/x", value: 3 },
            ],
          },
        ],
        moved: [{ stepInstanceId: "far", patch: [] }],
        order: null,
      },
      flowVariables: [
        { op: "add", path: "/flowVariables/rate", value: 1 },
        { op: "remove", path: "/flowVariables/a~1b" },
      ],
      settings: [{ op: "replace", path: "/timeoutSeconds", value: 5 }],
    });
    expect(changes).toEqual({
      steps: [
        { stepId: "new", kind: "added", fields: [] },
        { stepId: "call", kind: "changed", fields: [["customConfig", "headers"], ["displayName"]] },
        { stepId: "old", kind: "removed", fields: [] },
        { stepId: "far", kind: "moved", fields: [] },
      ],
      variables: ["rate", "a/b"],
      settings: ["timeoutSeconds"],
    });
    expect(isEmpty(changes)).toBe(false);
  });

  it("is nothing when steps only moved", () => {
    const moved = { ...NOTHING, steps: { ...NOTHING.steps, moved: [{ stepInstanceId: "a", patch: [] }] } };
    expect([isEmpty(readChanges(NOTHING)), isEmpty(readChanges(moved))]).toEqual([true, true]);
  });
});
