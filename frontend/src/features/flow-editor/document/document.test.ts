import { describe, expect, it } from "vitest";
import { edgesOf } from "@/lib/definition/edges";
import type { FlowDocument, StepInstance, StepType } from "@/lib/definition/types";
import {
  addGroup,
  addNote,
  removeGroups,
  removeNotes,
  setFlowFields,
  setGroup,
  setNote,
} from "./canvasItems";
import { copySteps, duplicateSteps, pasteClip, readClip } from "./clipboard";
import { connect, insertOnEdge, moveTransition, removeEdges, retarget } from "./edges";
import { renameStep } from "./rename";
import {
  addStep,
  freeStepId,
  moveSteps,
  newStep,
  removeSteps,
  replaceStep,
  setDisabled,
  setStart,
  setStepFields,
} from "./steps";

function step(id: string, fields: Record<string, unknown> = {}): StepInstance {
  return { stepInstanceId: id, stepType: "NO_OP", ...fields } as StepInstance;
}

function flow(...steps: StepInstance[]): FlowDocument {
  return {
    steps: Object.fromEntries(steps.map((one) => [one.stepInstanceId, one])),
    startStepInstanceId: steps[0]?.stepInstanceId ?? "",
  } as FlowDocument;
}

const to = (id: string) => ({ defaultNextStepInstanceId: id });
const wires = (document: FlowDocument) =>
  edgesOf(document).map((edge) => `${edge.source} -${edge.kind}-> ${edge.target}`);

const API_CALL = {
  type: "API_CALL",
  label: "API call",
  defaults: { apiHttpMethod: "GET", apiUrlTemplate: { template: "https://" } },
} as Partial<StepType> as StepType;

describe("adding and changing steps", () => {
  it("gives a free id with the lowest number", () => {
    expect(freeStepId(flow(step("a"), step("a_2")), "a")).toBe("a_3");
    expect(freeStepId(flow(), "2 Fetch orders!")).toBe("_Fetch_orders_");
    expect(freeStepId(flow(), "!!!")).toBe("_");
    expect(freeStepId(flow(step("a")), "a", new Set(["a_2"]))).toBe("a_3");
  });

  it("makes a step with its type's defaults, which later changes do not touch", () => {
    const made = newStep(API_CALL, "call", { x: 1, y: 2 });
    expect(made).toEqual({
      stepInstanceId: "call",
      stepType: "API_CALL",
      displayName: "API call",
      position: { x: 1, y: 2 },
      apiHttpMethod: "GET",
      apiUrlTemplate: { template: "https://" },
    });
    expect(made.apiUrlTemplate).not.toBe(API_CALL.defaults.apiUrlTemplate);
  });

  it("makes the first step the start", () => {
    const one = addStep({ steps: {}, startStepInstanceId: "" } as FlowDocument, step("a"));
    expect(one.startStepInstanceId).toBe("a");
    expect(addStep(one, step("b")).startStepInstanceId).toBe("a");
  });

  it("takes a field away when it is set to undefined, and ignores a step that is not there", () => {
    const before = flow(step("a", { description: "x", disabled: true }));
    expect(setStepFields(before, "a", { description: undefined, displayName: "A" }).steps.a).toEqual(
      step("a", { disabled: true, displayName: "A" }),
    );
    expect(setStepFields(before, "b", { displayName: "B" })).toBe(before);
  });

  it("keeps the id of a step that is replaced", () => {
    const next = replaceStep(flow(step("a")), "a", step("other", { displayName: "New" }));
    expect(next.steps.a).toEqual(step("a", { displayName: "New" }));
  });

  it("gives the same document back when nothing moved", () => {
    const before = flow(step("a", { position: { x: 1, y: 2 } }));
    expect(moveSteps(before, { a: { x: 1, y: 2 }, gone: { x: 0, y: 0 } })).toBe(before);
    expect(moveSteps(before, { a: { x: 3, y: 2 } }).steps.a?.position).toEqual({ x: 3, y: 2 });
  });

  it("starts only at a step that is there", () => {
    const before = flow(step("a"), step("b"));
    expect(setStart(before, "b").startStepInstanceId).toBe("b");
    expect(setStart(before, "zzz")).toBe(before);
  });

  it("turns steps off and on again without a trace", () => {
    const before = flow(step("a"));
    const off = setDisabled(before, ["a"], true);
    expect(off.steps.a?.disabled).toBe(true);
    expect(setDisabled(off, ["a"], false)).toEqual(before);
  });
});

describe("removing steps", () => {
  it("heals the wire through several removed steps", () => {
    const before = flow(step("a", to("b")), step("b", to("c")), step("c", to("d")), step("d"));
    expect(wires(removeSteps(before, ["b", "c"]))).toEqual(["a -default-> d"]);
  });

  it("heals every kind of wire, and drops those whose removed target led nowhere", () => {
    const before = flow(
      step("a", {
        transitions: [
          { condition: "$.x", nextStepInstanceId: "end" },
          { condition: "$.y", nextStepInstanceId: "mid" },
        ],
        onError: { fallbackStepInstanceId: "mid" },
        onTimeoutStepInstanceId: "end",
        parallelBranches: [{ branchId: "one", stepInstanceId: "mid" }],
      }),
      step("mid", to("z")),
      step("end"),
      step("z"),
    );
    const after = removeSteps(before, ["mid", "end"]);
    expect(wires(after)).toEqual(["a -condition-> z", "a -error-> z", "a -branch-> z"]);
    expect(after.steps.a?.transitions).toEqual([{ condition: "$.y", nextStepInstanceId: "z" }]);
    expect("onTimeoutStepInstanceId" in (after.steps.a ?? {})).toBe(false);
  });

  it("moves the start to where the removed start led, else to a step that is left", () => {
    const before = flow(step("a", to("c")), step("b"), step("c"));
    expect(removeSteps(before, ["a"]).startStepInstanceId).toBe("c");
    expect(removeSteps(before, ["a", "c"]).startStepInstanceId).toBe("b");
    expect(removeSteps(before, ["a", "b", "c"]).startStepInstanceId).toBe("");
  });

  it("ends when the removed steps lead in a circle", () => {
    const before = flow(step("a", to("b")), step("b", to("c")), step("c", to("b")));
    expect(wires(removeSteps(before, ["b", "c"]))).toEqual([]);
  });

  it("takes an empty onError away with its last wire", () => {
    const before = flow(step("a", { onError: { fallbackStepInstanceId: "b" } }), step("b"));
    expect(removeSteps(before, ["b"]).steps.a).toEqual(step("a"));
  });

  it("takes the step out of its frame", () => {
    const framed = addGroup(flow(step("a"), step("b")), ["a", "b"], "Both").document;
    expect(removeSteps(framed, ["a"]).groups?.[0]?.stepInstanceIds).toEqual(["b"]);
  });
});

describe("wires", () => {
  it("a first wire is the default, a second one a condition that is still to be written", () => {
    const one = connect(flow(step("a"), step("b"), step("c")), { source: "a", target: "b" });
    expect(one.edgeId).toBe("a|default|0");
    const two = connect(one.document, { source: "a", target: "c" });
    expect(two.edgeId).toBe("a|condition|0");
    expect(two.document.steps.a?.transitions).toEqual([{ condition: "", nextStepInstanceId: "c" }]);
  });

  it("an error wire keeps the other error handling", () => {
    const before = flow(step("a", { onError: { continueOnFailure: true } }), step("b"));
    const after = connect(before, { source: "a", target: "b", kind: "error" }).document;
    expect(after.steps.a?.onError).toEqual({ continueOnFailure: true, fallbackStepInstanceId: "b" });
  });

  it("a branch gets an id that no other branch has", () => {
    const before = flow(
      step("a", { parallelBranches: [{ branchId: "branch_2", stepInstanceId: "b" }] }),
      step("b"),
    );
    const after = connect(before, { source: "a", target: "b", kind: "branch" }).document;
    expect(after.steps.a?.parallelBranches).toEqual([
      { branchId: "branch_2", stepInstanceId: "b" },
      { branchId: "branch_3", stepInstanceId: "b" },
    ]);
  });

  it("refuses wires from or to a step that is not there", () => {
    const before = flow(step("a"));
    expect(connect(before, { source: "a", target: "zzz" })).toEqual({ document: before, edgeId: null });
  });

  it("leads elsewhere, to itself too", () => {
    const before = flow(step("a", to("b")), step("b"), step("c"));
    expect(wires(retarget(before, "a|default|0", "c"))).toEqual(["a -default-> c"]);
    expect(wires(retarget(before, "a|default|0", "a"))).toEqual(["a -default-> a"]);
    expect(retarget(before, "a|default|0", "b")).toBe(before);
    expect(retarget(before, "a|error|0", "b")).toBe(before);
  });

  it("removes several wires of one list at once", () => {
    const way = (condition: string) => ({ condition, nextStepInstanceId: "b" });
    const before = flow(step("a", { transitions: [way("$.a"), way("$.b"), way("$.c")] }), step("b"));
    const after = removeEdges(before, ["a|condition|0", "a|condition|2"]);
    expect(after.steps.a?.transitions).toEqual([way("$.b")]);
  });

  it("puts a step on a wire and leads on", () => {
    const before = flow(step("a", to("b")), step("b"));
    expect(wires(insertOnEdge(before, "a|default|0", step("x")))).toEqual([
      "a -default-> x",
      "x -default-> b",
    ]);
  });

  it("puts an end on a wire without leading on", () => {
    const before = flow(step("a", to("b")), step("b"));
    expect(wires(insertOnEdge(before, "a|default|0", step("x", { stepType: "END_FLOW" })))).toEqual([
      "a -default-> x",
    ]);
  });

  it("changes the order of conditions", () => {
    const way = (condition: string) => ({ condition, nextStepInstanceId: "a" });
    const before = flow(step("a", { transitions: [way("1"), way("2"), way("3")] }));
    expect(moveTransition(before, "a", 2, 0).steps.a?.transitions?.map((one) => one.condition)).toEqual([
      "3",
      "1",
      "2",
    ]);
    expect(moveTransition(before, "a", 0, 9)).toBe(before);
  });
});

describe("renaming a step", () => {
  it("follows in every reference and in every path, and in nothing else", () => {
    const before = {
      ...flow(
        step("a", { ...to("b"), onError: { fallbackStepInstanceId: "b" } }),
        step("b", {
          displayName: "b",
          inputMappings: { x: "$.steps_output.b.y", z: "$.steps_output.bb" },
          literals: { text: "{{ steps_output.b.name }} $.b", quoted: "$.steps_output['b'].y" },
          outputMappings: { "$.steps_output.b": "$" },
          transitions: [{ condition: "$.steps_output.b > 1", nextStepInstanceId: "b" }],
        }),
      ),
      groups: [{ id: "g", label: "", stepInstanceIds: ["b"], collapsed: false }],
      output: { total: "$.steps_output.b.total" },
    } as FlowDocument;
    const after = renameStep(before, "b", "c");
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(Object.keys(after.steps)).toEqual(["a", "c"]);
    expect(after.steps.a).toEqual(step("a", { ...to("c"), onError: { fallbackStepInstanceId: "c" } }));
    expect(after.steps.c).toEqual(
      step("c", {
        displayName: "b",
        inputMappings: { x: "$.steps_output.c.y", z: "$.steps_output.bb" },
        literals: { text: "{{ steps_output.c.name }} $.b", quoted: "$.steps_output['c'].y" },
        outputMappings: { "$.steps_output.c": "$" },
        transitions: [{ condition: "$.steps_output.c > 1", nextStepInstanceId: "c" }],
      }),
    );
    expect(after.groups?.[0]?.stepInstanceIds).toEqual(["c"]);
    expect(after.output).toEqual({ total: "$.steps_output.c.total" });
  });

  it("writes a name with a hyphen in brackets, as a path needs it", () => {
    const before = flow(step("a", { inputMappings: { x: "$.steps_output.a.y" } }));
    expect(renameStep(before, "a", "a-b").steps["a-b"]?.inputMappings).toEqual({
      x: "$.steps_output['a-b'].y",
    });
  });

  it.each(["b", "1a", "", "a b", "x".repeat(65)])("refuses %j", (name) => {
    const before = flow(step("a"), step("b"));
    expect(renameStep(before, "a", name)).toBe(before);
  });
});

describe("copy, paste, duplicate", () => {
  const source = flow(
    step("a", { ...to("b"), position: { x: 10, y: 20 } }),
    step("b", { ...to("c"), position: { x: 330, y: 20 }, inputMappings: { v: "$.steps_output.a.v" } }),
    step("c"),
  );

  it("pastes into another flow with the same ids, without wires that lead nowhere", () => {
    const clip = readClip(copySteps(source, ["a", "b"]) ?? "");
    if (!clip) throw new Error("no clip");
    const made = pasteClip(flow(step("z")), clip, { x: 100, y: 100 });
    expect(made.stepIds).toEqual(["a", "b"]);
    expect(wires(made.document)).toEqual(["a -default-> b"]);
    expect(made.document.steps.b?.position).toEqual({ x: 420, y: 100 });
  });

  it("renumbers ids that are taken, and everything inside the copy follows", () => {
    const made = duplicateSteps(source, ["a", "b"]);
    expect(made.stepIds).toEqual(["a_2", "b_2"]);
    expect(wires(made.document)).toEqual([
      "a -default-> b",
      "b -default-> c",
      "a_2 -default-> b_2",
      "b_2 -default-> c",
    ]);
    expect(made.document.steps.b_2?.inputMappings).toEqual({ v: "$.steps_output.a_2.v" });
    expect(made.document.steps.a_2?.position).toEqual({ x: 50, y: 60 });
  });

  it("reads a clip, a definition, and a document that holds one; nothing else", () => {
    expect(Object.keys(readClip(JSON.stringify(source))?.steps ?? {})).toEqual(["a", "b", "c"]);
    expect(Object.keys(readClip(JSON.stringify({ name: "x", definition: source }))?.steps ?? {})).toEqual([
      "a",
      "b",
      "c",
    ]);
    for (const text of ["", "hello", "[1]", "null", '{"steps": 1}', '{"steps": {}}', '{"steps": {"a": {}}}'])
      expect(readClip(text)).toBeNull();
  });

  it("copies nothing when nothing is chosen", () => {
    expect(copySteps(source, [])).toBeNull();
  });

  it("takes notes along under free ids", () => {
    const noted = addNote(source, { x: 0, y: 0 }, "Look").document;
    const made = duplicateSteps(noted, [], ["note"]);
    expect(made.noteIds).toEqual(["note_2"]);
    expect(made.document.notes?.map((note) => [note.id, note.text])).toEqual([
      ["note", "Look"],
      ["note_2", "Look"],
    ]);
  });
});

describe("notes, frames and the flow's own fields", () => {
  it("a note is added, changed and removed", () => {
    const added = addNote(flow(), { x: 5, y: 6 });
    const changed = setNote(added.document, added.noteId, { text: "Hello" });
    expect(changed.notes).toEqual([
      {
        id: "note",
        text: "Hello",
        position: { x: 5, y: 6 },
        size: { width: 220, height: 120 },
        color: "yellow",
      },
    ]);
    expect(removeNotes(changed, ["note"]).notes).toEqual([]);
  });

  it("a step lies in one frame: a frame that becomes empty goes", () => {
    const one = addGroup(flow(step("a"), step("b")), ["a"], "One").document;
    const two = addGroup(one, ["a", "b"], "Two");
    expect(two.document.groups?.map((group) => [group.label, group.stepInstanceIds])).toEqual([
      ["Two", ["a", "b"]],
    ]);
    expect(setGroup(two.document, two.groupId, { collapsed: true }).groups?.[0]?.collapsed).toBe(true);
    expect(removeGroups(two.document, [two.groupId]).groups).toEqual([]);
  });

  it("sets the flow's own fields and takes them away", () => {
    const timed = setFlowFields(flow(), { timeoutSeconds: 5 });
    expect(timed.timeoutSeconds).toBe(5);
    expect(setFlowFields(timed, { timeoutSeconds: undefined })).toEqual(flow());
  });
});
